import { applyFile, reverseFile } from '../patch/apply.ts';
import type { FileLines } from '../patch/file-text.ts';
import type { HunkMiss } from '../patch/locate.ts';
import type { FilePatch, Hunk, PatchDocument, PatchProblem } from '../patch/model.ts';
import { inSeriesOrder } from '../patch/series.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import { type Pace, unhurried } from '../ports/pace.ts';
import { type ChangeMemory, type FileChanges, nothing } from './change-memory.ts';
import { itemsOfHunk, itemsOfVersions, mergeItems } from './changed-items.ts';
import { functionsOfHunk } from './diff-functions.ts';
import { mergeChanges } from './merge-changes.ts';
import type { ChangedFunction, ChangedItem } from './model.ts';
import { PatchedTree } from './patched-tree.ts';
import { relateChanges } from './relate-changes.ts';
import { functionsOfVersions, readVersions } from './tree-functions.ts';

/** All that a patch changes. */
export interface PatchChanges {
  /** Each once, in the order in which the patch first touches them. */
  readonly functions: readonly ChangedFunction[];
  /** Macros, types, variables and the like, each once, in the patch's order. */
  readonly items: readonly ChangedItem[];
  /** Where the patch does not fit the tree. */
  readonly problems: readonly PatchProblem[];
}

/** How a patch is read by someone who has read it before, or cannot wait for all of it. */
export interface ReadingCourse {
  readonly pace: Pace;
  /** What earlier versions of the document came to; filled with what this one comes to. */
  readonly memory: ChangeMemory;
  /** Called after each file; `soFar` puts together what was read up to there. */
  readonly afterFile: (soFar: () => PatchChanges) => Promise<void>;
}

/**
 * Reads what a patch changes. With `tree`, hunks are located in the tree's files, a series patch by
 * patch, and both versions of each file are read; what does not fit is named, and read from the
 * patch's own lines and hunk headers as it is without `tree`. A `PatchedTree` keeps what each patch
 * changes for the documents read after.
 */
export async function readChanges(
  parser: CParser,
  document: PatchDocument,
  tree?: FileTree | PatchedTree,
): Promise<PatchChanges> {
  const patched = tree === undefined || tree instanceof PatchedTree ? tree : new PatchedTree(tree);
  const found: FileChanges[] = [];
  for (const file of filesOf(document)) {
    found.push(await changesOfFile(parser, file, patched, unhurried, 'all'));
  }
  return together(found);
}

/**
 * The functions that a patch changes, as {@link readChanges} finds them, without the items; files
 * that the course remembers are not read again.
 */
export async function readChangedFunctions(
  parser: CParser,
  document: PatchDocument,
  tree: FileTree | undefined,
  { pace, memory, afterFile }: ReadingCourse,
): Promise<PatchChanges> {
  const files = filesOf(document);
  const found = new Map<FilePatch, FileChanges>();
  const soFar = (): PatchChanges => together(files.flatMap((file) => found.get(file) ?? []));
  for (const chain of chainsOf(files)) {
    const stamp = await stampOf(chain, tree);
    const known = memory.recall(chain, stamp);
    const changes: FileChanges[] = [];
    const patched = tree === undefined ? undefined : new PatchedTree(tree);
    for (const [index, file] of chain.entries()) {
      const read =
        known?.[index] ?? (await changesOfFile(parser, file, patched, pace, 'functions'));
      changes.push(read);
      found.set(file, read);
      if (known === undefined) await afterFile(soFar);
    }
    if (known === undefined) memory.keep(chain, stamp, changes);
  }
  return soFar();
}

/** The files of C in the order in which they apply. */
function filesOf(document: PatchDocument): readonly FilePatch[] {
  return inSeriesOrder(document.messages).flatMap((message) => message.files.filter(isC));
}

function together(found: readonly FileChanges[]): PatchChanges {
  return {
    functions: relateChanges(mergeChanges(found.flatMap((one) => one.functions))),
    items: mergeItems(found.flatMap((one) => one.items)),
    problems: found.flatMap((one) => one.problems),
  };
}

/**
 * The files, those together that may be one file of the tree: what an earlier patch makes of it a later
 * one reads. A file is known by its last name, since prefixes differ.
 */
function chainsOf(files: readonly FilePatch[]): readonly (readonly FilePatch[])[] {
  const byName = new Map<string, FilePatch[]>();
  const chains = new Set<FilePatch[]>();
  const places = new Map(files.map((file, index) => [file, index]));
  for (const file of files) {
    const names = [file.oldPath, file.newPath].flatMap((path) => path?.split('/').at(-1) ?? []);
    const joined = names.map((name) => byName.get(name)).filter((one) => one !== undefined);
    const [chain = [], ...more] = new Set(joined);
    chain.push(file);
    for (const other of more) {
      chain.push(...other.splice(0));
      chain.sort((one, two) => (places.get(one) ?? 0) - (places.get(two) ?? 0));
      for (const [name, of] of byName) if (of === other) byName.set(name, chain);
      chains.delete(other);
    }
    chains.add(chain);
    for (const name of names) byName.set(name, chain);
  }
  return [...chains];
}

/** Tells two states of the tree's files apart by their sizes and times; empty without a tree. */
async function stampOf(chain: readonly FilePatch[], tree: FileTree | undefined): Promise<string> {
  if (tree === undefined) return '';
  const paths = new Set(
    chain.flatMap(({ oldPath, newPath }) => [oldPath ?? [], newPath ?? []].flat()),
  );
  const found = await Promise.all([...paths].map((path) => tree.stat(path)));
  return found.map((one) => (one === undefined ? '-' : `${one.size} ${one.modified}`)).join('|');
}

/** A file without a name was quoted without its header: its lines decide. */
function isC(file: FilePatch): boolean {
  const path = file.newPath ?? file.oldPath;
  return path === undefined || /\.[ch]$/.test(path);
}

/** Hunks of context alone, and renames alone, change no function. */
function changesLines(file: FilePatch): boolean {
  return file.added > 0 || file.removed > 0;
}

async function changesOfFile(
  parser: CParser,
  file: FilePatch,
  patched: PatchedTree | undefined,
  pace: Pace,
  wanted: 'all' | 'functions',
): Promise<FileChanges> {
  const ofHunks = async (hunks: FilePatch['hunks']): Promise<FileChanges> => {
    const found: ({ readonly hunk: Hunk } & ReturnType<typeof functionsOfHunk>)[] = [];
    for (const hunk of hunks) {
      found.push({ hunk, ...functionsOfHunk(parser, file, hunk) });
      if (pace.isDue) await pace.breathe();
    }
    return {
      functions: found.flatMap(({ functions }) =>
        functions.map((change) => ({ change, code: undefined })),
      ),
      items: wanted === 'all' ? hunks.flatMap((hunk) => itemsOfHunk(parser, file, hunk)) : [],
      problems: found
        .filter(({ hasUnnamed }) => hasUnnamed)
        .map(({ hunk }) => unnamedFunction(hunk, patched !== undefined)),
    };
  };
  if (patched === undefined && !changesLines(file)) {
    return nothing;
  }
  const old = await patched?.read(file);
  if (patched === undefined || old === undefined) {
    const isNamed = (file.oldPath ?? file.newPath) !== undefined;
    const found = await ofHunks(file.hunks);
    const missing = patched !== undefined && isNamed ? [notInTree(file)] : [];
    return { ...found, problems: [...missing, ...found.problems] };
  }
  if (!changesLines(file)) {
    patched.write(file, old.path, old.lines);
    return nothing;
  }
  const undone = withoutPatch(file, old.lines);
  const versions = readVersions(parser, file, undone ?? old.lines);
  patched.write(file, old.path, versions.applied.lines);
  const { misses } = versions.applied;
  const missed = await ofHunks(misses.map((miss) => miss.hunk));
  const isMoved = file.change === 'renamed' || file.change === 'copied';
  const path = isMoved ? (file.newPath ?? old.path) : old.path;
  return {
    functions: [...functionsOfVersions(versions, path), ...missed.functions],
    items: wanted === 'all' ? [...itemsOfVersions(versions, path), ...missed.items] : missed.items,
    problems: [
      ...(undone === undefined ? [] : [alreadyThere(file, old.path)]),
      ...misses.map((miss) => notFitting(file, miss)),
      ...missed.problems,
    ],
  };
}

/** The file before the patch, when the tree has the patch already: no hunk fits, but all do backwards. */
function withoutPatch(file: FilePatch, lines: FileLines): FileLines | undefined {
  const { hunks } = file;
  if (hunks.length === 0 || hunks.some((hunk) => hunk.confidence !== 'certain')) {
    return undefined;
  }
  if (applyFile(lines, file).misses.length < hunks.length) {
    return undefined;
  }
  const undone = applyFile(lines, reverseFile(file));
  return undone.misses.length === 0 ? undone.lines : undefined;
}

function alreadyThere(file: FilePatch, path: string): PatchProblem {
  return {
    code: 'already-applied',
    severity: 'information',
    message: `The kernel tree's ${path} has these changes already; it was read with them taken back.`,
    range: file.headerRange ?? file.range,
  };
}

function notInTree(file: FilePatch): PatchProblem {
  return {
    code: 'not-in-tree',
    severity: 'warning',
    message: `The kernel tree has no file ${file.oldPath ?? file.newPath}; its functions are read from the patch's own lines.`,
    range: file.headerRange ?? file.range,
  };
}

function notFitting(file: FilePatch, { hunk, line, expected, found }: HunkMiss): PatchProblem {
  const there =
    found === undefined ? 'the file ends before it' : `the tree has \`${short(found)}\``;
  return {
    code: 'does-not-apply',
    severity: 'warning',
    message: `This hunk does not fit ${file.oldPath ?? file.newPath} of the kernel tree: at line ${line + 1} it expects \`${short(expected)}\`, and ${there}.`,
    range: hunk.headerRange ?? hunk.range,
  };
}

function unnamedFunction(hunk: Hunk, hasTree: boolean): PatchProblem {
  const advice = hasTree
    ? 'its place in the kernel tree was not found either'
    : 'name the kernel tree to have it found';
  return {
    code: 'unnamed-function',
    severity: 'information',
    message: `Neither this hunk's header nor its lines name the function that it changes, which is not judged; ${advice}.`,
    range: hunk.headerRange ?? hunk.range,
  };
}

function short(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 60 ? `${trimmed.slice(0, 60)}…` : trimmed;
}
