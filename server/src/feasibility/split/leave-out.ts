import type { FilePatch, Hunk, HunkPlace, PatchDocument } from '../../patch/model.ts';
import type { CParser } from '../../ports/c-parser.ts';
import { readSide } from '../../source/hunk-side.ts';
import type { ChangedFunction } from '../../source/model.ts';

/** Whole lines of a document, both zero-based and inclusive. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** What makes a patch leave a function alone; all lines are those of the document before. */
export interface LeaveOut {
  readonly kind: 'edit';
  /** Lines that go, in order. */
  readonly cuts: readonly LineSpan[];
  /** Hunk headers that are written anew, by line: later hunks begin elsewhere in the new file. */
  readonly headers: ReadonlyMap<number, HunkPlace>;
}

/** Why it cannot be done by cutting hunks, as a sentence. */
export interface NoLeaveOut {
  readonly kind: 'none';
  readonly reason: string;
}

function no(reason: string): NoLeaveOut {
  return { kind: 'none', reason };
}

/** A hunk as `git diff` or `diff -u` wrote it: not quoted, wrapped, encoded or cut. */
function isPlain(hunk: Hunk): boolean {
  return (
    hunk.confidence === 'certain' &&
    !hunk.isFragment &&
    hunk.place !== undefined &&
    hunk.headerRange !== undefined &&
    hunk.lines.every((line) => line.quoteDepth === 0 && line.positionAt === undefined)
  );
}

/** Whether every changed line of the hunk is in the function `name`. */
function changesOnly(parser: CParser, hunk: Hunk, name: string): boolean {
  return (['old', 'new'] as const).every((version) => {
    const kind = version === 'old' ? 'removed' : 'added';
    const side = readSide(parser, hunk, version);
    return side.lines.every((line, index) => {
      if (line.kind !== kind) return true;
      return side.functions.some(
        ({ definition, first, last }) =>
          definition?.name === name && first <= index && index <= last,
      );
    });
  });
}

function growth({ newCount, oldCount }: HunkPlace): number {
  return newCount - oldCount;
}

/** The headers of the hunks behind those that go, as they are without them. */
function shiftedHeaders(file: FilePatch, gone: ReadonlySet<Hunk>): readonly [number, HunkPlace][] {
  let missing = 0;
  return file.hunks.flatMap((hunk): readonly [number, HunkPlace][] => {
    const { place, headerRange } = hunk;
    if (place === undefined || headerRange === undefined) return [];
    if (gone.has(hunk)) {
      missing += growth(place);
      return [];
    }
    return missing === 0
      ? []
      : [[headerRange.start.line, { ...place, newStart: place.newStart - missing }]];
  });
}

/**
 * How a patch can leave the function of `change` alone: the hunks that change it, and nothing else, are
 * cut out, files that have no other go whole, and later hunks of the file are counted anew. Refused where
 * a hunk changes something else too, where the patch is not written plainly, and where nothing would
 * be left. `all` are the functions that the document changes.
 */
export function leaveOut(
  parser: CParser,
  document: PatchDocument,
  change: ChangedFunction,
  all: readonly ChangedFunction[],
): LeaveOut | NoLeaveOut {
  const { name } = change;
  if (change.change !== 'modified') return no(`${name}() is ${change.change}, not modified.`);
  const gone = new Set(change.sites.map((site) => site.hunk));
  const shared = all.find(
    (other) => other !== change && other.sites.some((site) => gone.has(site.hunk)),
  );
  if (shared !== undefined) return no(`A hunk changes ${shared.name}() too.`);
  for (const hunk of gone) {
    if (!isPlain(hunk)) return no('The patch is quoted, encoded or damaged here.');
    if (!changesOnly(parser, hunk, name)) return no(`A hunk changes more than ${name}().`);
  }
  const files = document.messages.flatMap((message) => message.files);
  const cuts: LineSpan[] = [];
  const headers = new Map<number, HunkPlace>();
  let left = 0;
  for (const file of files) {
    const kept = file.hunks.filter((hunk) => !gone.has(hunk));
    if (kept.length === file.hunks.length) {
      left += 1;
    } else if (kept.length > 0) {
      left += 1;
      if (!kept.every(isPlain)) return no('The patch is quoted, encoded or damaged here.');
      for (const hunk of file.hunks.filter((one) => gone.has(one))) {
        cuts.push({ first: hunk.range.start.line, last: hunk.range.end.line });
      }
      for (const [line, place] of shiftedHeaders(file, gone)) headers.set(line, place);
    } else if (file.change === 'modified') {
      cuts.push({ first: file.range.start.line, last: file.range.end.line });
    } else {
      return no(`The patch also makes ${file.newPath ?? file.oldPath} ${file.change}.`);
    }
  }
  if (cuts.length === 0) return no('The hunks are not in this document any more.');
  if (left === 0) return no('Nothing else would be left of the patch.');
  return { kind: 'edit', cuts, headers };
}
