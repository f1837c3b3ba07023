import { applyFile, reverseFile } from '../patch/apply.ts';
import type { FileLines } from '../patch/file-text.ts';
import type { HunkMiss } from '../patch/locate.ts';
import type { FilePatch, Hunk, PatchDocument, PatchProblem } from '../patch/model.ts';
import { inSeriesOrder } from '../patch/series.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import { itemsOfHunk, itemsOfVersions, mergeItems } from './changed-items.ts';
import { functionsOfHunk } from './diff-functions.ts';
import { mergeChanges } from './merge-changes.ts';
import type { ChangedFunction, ChangedItem } from './model.ts';
import { PatchedTree } from './patched-tree.ts';
import { type CodedChange, relateChanges } from './relate-changes.ts';
import { functionsOfVersions, readVersions } from './tree-functions.ts';

/** What one file's hunks change, before what several files say is put together. */
interface FileChanges extends Omit<PatchChanges, 'functions'> {
  readonly functions: readonly CodedChange[];
}

/** All that a patch changes. */
export interface PatchChanges {
  /** Each once, in the order in which the patch first touches them. */
  readonly functions: readonly ChangedFunction[];
  /** Macros, types, variables and the like, each once, in the patch's order. */
  readonly items: readonly ChangedItem[];
  /** Where the patch does not fit the tree. */
  readonly problems: readonly PatchProblem[];
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
  const functions: CodedChange[] = [];
  const items: ChangedItem[] = [];
  const problems: PatchProblem[] = [];
  const patched = tree === undefined || tree instanceof PatchedTree ? tree : new PatchedTree(tree);
  for (const message of inSeriesOrder(document.messages)) {
    for (const file of message.files.filter(isC)) {
      const found = await changesOfFile(parser, file, patched);
      functions.push(...found.functions);
      items.push(...found.items);
      problems.push(...found.problems);
    }
  }
  return { functions: relateChanges(mergeChanges(functions)), items: mergeItems(items), problems };
}

/** A file without a name was quoted without its header: its lines decide. */
function isC(file: FilePatch): boolean {
  const path = file.newPath ?? file.oldPath;
  return path === undefined || /\.[ch]$/.test(path);
}

const nothing: FileChanges = { functions: [], items: [], problems: [] };

/** Hunks of context alone, and renames alone, change no function. */
function changesLines(file: FilePatch): boolean {
  return file.added > 0 || file.removed > 0;
}

async function changesOfFile(
  parser: CParser,
  file: FilePatch,
  patched: PatchedTree | undefined,
): Promise<FileChanges> {
  const ofHunks = (hunks: FilePatch['hunks']): FileChanges => {
    const found = hunks.map((hunk) => ({ hunk, ...functionsOfHunk(parser, file, hunk) }));
    return {
      functions: found.flatMap(({ functions }) =>
        functions.map((change) => ({ change, code: undefined })),
      ),
      items: hunks.flatMap((hunk) => itemsOfHunk(parser, file, hunk)),
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
    const found = ofHunks(file.hunks);
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
  const missed = ofHunks(misses.map((miss) => miss.hunk));
  const isMoved = file.change === 'renamed' || file.change === 'copied';
  const path = isMoved ? (file.newPath ?? old.path) : old.path;
  return {
    functions: [...functionsOfVersions(versions, path), ...missed.functions],
    items: [...itemsOfVersions(versions, path), ...missed.items],
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
