import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, type KernelChoice } from '../../cli/environment.ts';
import type { Environment } from '../../feasibility/environment.ts';
import type { KernelGraph } from '../../kernel/model.ts';
import { shareInList } from '../../kernel/symbols/lists.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import { NotAKernelTree, releaseOf } from '../../kernel/tree/release.ts';
import type { CParser } from '../../ports/c-parser.ts';
import type { FileTree } from '../../ports/files.ts';
import { knowledgeFromGraph } from '../../stacks/from-graph.ts';
import type { FunctionKnowledge } from '../../stacks/model.ts';
import type { KernelProfile } from '../../transition/model.ts';
import { kernelProfiles, profileFor } from '../../transition/profiles.ts';
import type { BundledFacts } from '../bundled-facts.ts';
import { checkRelease } from '../check-release.ts';
import { standInConfig } from './bundled-config.ts';
import { DiskFiles } from './disk-files.ts';
import { keptGenerated } from './kept-generated.ts';
import { keptMacros } from './kept-macros.ts';
import { lengthSources } from './length-sources.ts';
import { readBundledFacts } from './read-facts.ts';
import { type FoundLists, listsBeside, namedLists } from './read-lists.ts';
import { readTree, type TreeReading } from './read-tree.ts';

async function checkDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new InputError(
    `${path}: ${found === undefined ? 'no such directory' : 'not a directory'}; expected the top of a kernel source tree`,
  );
}

interface Tree {
  readonly files: FileTree;
  readonly knowledge: FunctionKnowledge;
  readonly graph: KernelGraph;
}

/** The configuration that a tree is read with: its own, or one that stands in for it and is named. */
async function configOf(
  files: FileTree,
): Promise<{ text: string | undefined; standIn: string | undefined }> {
  const own = await files.read('.config');
  if (own !== undefined) return { text: new TextDecoder().decode(own), standIn: undefined };
  const makefile = await files.read('Makefile');
  const release = makefile === undefined ? '' : releaseOf(new TextDecoder().decode(makefile));
  const found = await standInConfig(release ?? '');
  return { text: found?.text, standIn: found?.description };
}

/**
 * Of a tree's functions a list of the kernel built from it has nearly all (98 % of those asked for, in
 * Debian's 6.1 and 6.12); the next version's has 94 %, an older one's 81 %.
 */
const usualShare = 0.96;
const leastShare = 0.8;

/** The lists asked for, or those at the tree's top; both are held against the tree. */
function fittingLists(path: string, graph: KernelGraph, named: readonly string[]): FoundLists {
  const found = named.length > 0 ? namedLists(named) : listsBeside(path);
  const { symbols } = found.lists;
  const share = symbols === undefined ? undefined : shareInList(graph, symbols);
  if (symbols === undefined || share === undefined || share >= usualShare) return found;
  const percent = `${Math.floor(share * 100)} % of this tree's functions`;
  if (share >= leastShare) {
    const doubt = `${symbols.title} has only ${percent} and may be of another version or configuration`;
    return { ...found, notes: [...found.notes, doubt] };
  }
  const fault = `${symbols.title} is of another kernel or configuration: it has only ${percent}`;
  if (named.length > 0) throw new InputError(fault);
  return { lists: {}, notes: [`not with it: ${fault}`], faults: [fault] };
}

async function openTree(
  path: string,
  named: readonly string[],
  reading: TreeReading,
): Promise<Tree> {
  await checkDirectory(path);
  const files = new DiskFiles(path);
  const { text, standIn } = await configOf(files);
  const stand = standIn === undefined || text === undefined ? {} : { config: text };
  const request = { ...stand, ...reading };
  try {
    const config = text === undefined ? undefined : new KernelConfig(text);
    const texts = lengthSources(path, config);
    const { index, stacks } = await readTree(path, request, texts);
    const { graph } = index;
    if (graph.definitions('schedule').length === 0) {
      throw new InputError(
        `${path}: there is no schedule() in it; expected a whole kernel source tree (links are not followed)`,
      );
    }
    const macros = keptMacros(path, index.path, config);
    const generated = keptGenerated(path, index.path, config);
    const without = standIn === undefined ? '' : `, which has no .config: read with ${standIn}`;
    const { lists, notes } = fittingLists(path, graph, named);
    const unkept =
      index.unkept === undefined ? [] : [`whose index could not be kept (${index.unkept})`];
    const beside = [...unkept, ...notes].map((each) => `, ${each}`).join('');
    const kept =
      reading.asKept === true ? ', as it was indexed last, not yet compared with its files' : '';
    const description = `the tree at ${path} (Linux ${graph.release})${kept}${without}${beside}`;
    const sources = { macros, generated, config, lists };
    return {
      files,
      graph,
      knowledge: {
        ...knowledgeFromGraph(graph, description, sources, stacks),
        source: texts.source,
      },
    };
  } catch (error) {
    if (error instanceof NotAKernelTree) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The kernel asked for: the release named, else the tree's own, else the newest that facts are bundled of. */
function profileOf(choice: KernelChoice, tree: Tree | undefined, facts: BundledFacts) {
  return profileFor(
    choice.release === undefined
      ? (tree?.knowledge.origin.release ?? facts.newestRelease)
      : checkRelease(choice.release),
  );
}

/** Bundled facts, with what symbol lists of the judged kernel tell besides. */
function bundledWith(
  facts: BundledFacts,
  { id }: KernelProfile,
  named: readonly string[],
): FunctionKnowledge {
  if (named.length === 0) return facts.nearest(id);
  const { lists, notes } = namedLists(named);
  return facts.nearestWith(id, lists, notes.join(', '));
}

/**
 * Everything that a judgement needs, on this machine's files. Throws an `InputError` with a message
 * for the user when the tree is no kernel tree or the release is none.
 */
export async function openKernel(
  choice: KernelChoice,
  parser: CParser,
  reading: TreeReading = {},
): Promise<Environment> {
  if (choice.release !== undefined) checkRelease(choice.release);
  const facts = await readBundledFacts();
  if (choice.tree === '')
    throw new InputError('the kernel tree is an empty name; expected a directory');
  const named = choice.symbols ?? [];
  const tree =
    choice.tree === undefined ? undefined : await openTree(resolve(choice.tree), named, reading);
  const profile = profileOf(choice, tree, facts);
  const own = tree?.knowledge ?? bundledWith(facts, profile, named);
  const knowledgeFor = (asked: KernelProfile): FunctionKnowledge =>
    asked.id === profile.id ? own : facts.nearest(asked.id);
  const { files, graph } = tree ?? { files: undefined, graph: undefined };
  return { parser, tree: files, graph, profile, eras: kernelProfiles, knowledgeFor };
}
