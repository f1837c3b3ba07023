import type { FileLines } from './file-text.ts';
import { type HunkLocation, type HunkMiss, locateHunks, textInFile } from './locate.ts';
import type { FilePatch } from './model.ts';

/** A located hunk with its place in the new file too. */
export interface AppliedHunk extends HunkLocation {
  /** Zero-based first line in the new file. */
  readonly newLine: number;
}

/** What came of applying one file's hunks. */
export interface Applied {
  readonly lines: FileLines;
  readonly hunks: readonly AppliedHunk[];
  /** Hunks that fit nowhere; the others were applied all the same. */
  readonly misses: readonly HunkMiss[];
}

/**
 * Applies a file's hunks to it, in memory. Lines of context keep the file's own text. Where every
 * hunk fits exactly, the outcome is that of `git apply` to the byte.
 */
export function applyFile(file: FileLines, patch: FilePatch): Applied {
  const lines: string[] = [];
  const hunks: AppliedHunk[] = [];
  const misses: HunkMiss[] = [];
  let at = 0;
  for (const found of locateHunks(file, patch.hunks)) {
    if (found.kind === 'missed') {
      misses.push(found);
      continue;
    }
    pushAll(lines, file, at, found.line);
    hunks.push({ ...found, newLine: lines.length });
    at = applyHunk(lines, file, found);
  }
  pushAll(lines, file, at, file.length);
  return { lines, hunks, misses };
}

function pushAll(lines: string[], file: FileLines, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    lines.push(file[at] ?? '');
  }
}

/** Gives the old file's line after the hunk. */
function applyHunk(lines: string[], file: FileLines, found: HunkLocation): number {
  let at = found.line;
  for (const [index, line] of found.lines.entries()) {
    if (line.kind === 'context') {
      lines.push(file[at] ?? '');
      at += 1;
    } else if (line.kind === 'removed') {
      at += 1;
    } else if (line.kind === 'added') {
      lines.push(textInFile(found.hunk, found.first + index));
    }
  }
  return at;
}

/** The patch that takes a file's changes back: old and new swapped. */
export function reverseFile(patch: FilePatch): FilePatch {
  return {
    ...identity(patch),
    oldPath: patch.newPath,
    newPath: patch.oldPath,
    change:
      patch.change === 'added' ? 'deleted' : patch.change === 'deleted' ? 'added' : patch.change,
    added: patch.removed,
    removed: patch.added,
    hunks: patch.hunks.map((hunk) => ({
      section: hunk.section,
      headerRange: hunk.headerRange,
      range: hunk.range,
      isFragment: hunk.isFragment,
      confidence: hunk.confidence,
      place: hunk.place && {
        oldStart: hunk.place.newStart,
        oldCount: hunk.place.newCount,
        newStart: hunk.place.oldStart,
        newCount: hunk.place.oldCount,
      },
      lines: hunk.lines.map((line) => ({
        ...line,
        kind: line.kind === 'added' ? 'removed' : line.kind === 'removed' ? 'added' : line.kind,
        oldLine: line.newLine,
        newLine: line.oldLine,
      })),
    })),
  };
}

function identity(patch: FilePatch): Pick<FilePatch, 'range' | 'headerRange' | 'isBinary'> {
  return { range: patch.range, headerRange: patch.headerRange, isBinary: patch.isBinary };
}
