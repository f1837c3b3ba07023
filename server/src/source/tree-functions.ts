import { type Applied, type AppliedHunk, applyFile } from '../patch/apply.ts';
import type { FileLines } from '../patch/file-text.ts';
import type { FilePatch, HunkLine } from '../patch/model.ts';
import { positionInLine } from '../patch/position-in-line.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { TextRange } from '../ports/position.ts';
import { codeOf } from './code-of.ts';
import type { ChangeSite, FunctionChange, SourceFunction } from './model.ts';
import type { CodedChange } from './relate-changes.ts';
import { nameInSection } from './section-name.ts';
import { parseTopLevel, type TopLevel } from './top-level.ts';

/** A file before and after a patch, both read as C. */
export interface FileVersions {
  readonly file: FilePatch;
  readonly applied: Applied;
  readonly before: TopLevel;
  readonly after: TopLevel;
  readonly beforeLines: FileLines;
}

/** Applies a file's hunks to the tree's text of it and reads both versions. */
export function readVersions(parser: CParser, file: FilePatch, text: FileLines): FileVersions {
  const applied = applyFile(text, file);
  return {
    file,
    applied,
    before: parseTopLevel(parser, text.join('')),
    after: parseTopLevel(parser, applied.lines.join('')),
    beforeLines: text,
  };
}

/**
 * The functions that the hunks which fit change, from both versions of the file: those that hold a
 * removed line before or an added line after. `path` is the file's in the tree.
 */
export function functionsOfVersions(versions: FileVersions, path: string): readonly CodedChange[] {
  return versions.applied.hunks.flatMap((hunk) => [
    ...changesOnSide(versions, hunk, path, 'removed'),
    ...changesOnSide(versions, hunk, path, 'added'),
  ]);
}

/** A changed line and its zero-based number in the version that has it. */
export interface PlacedLine {
  readonly line: HunkLine;
  readonly number: number;
}

/** The removed lines of a hunk with their place in the old file, or the added ones in the new. */
export function placedLines(hunk: AppliedHunk, kind: 'added' | 'removed'): readonly PlacedLine[] {
  const placed: PlacedLine[] = [];
  let number = kind === 'removed' ? hunk.line : hunk.newLine;
  for (const line of hunk.lines) {
    if (line.kind === kind) {
      placed.push({ line, number });
    }
    if (line.kind === kind || line.kind === 'context') {
      number += 1;
    }
  }
  return placed;
}

function changesOnSide(
  versions: FileVersions,
  hunk: AppliedHunk,
  path: string,
  kind: 'added' | 'removed',
): readonly CodedChange[] {
  const side = kind === 'removed' ? versions.before : versions.after;
  const firstLines = new Map<SourceFunction, HunkLine>();
  for (const { line, number } of placedLines(hunk, kind)) {
    const found = functionAt(side.functions, number);
    if (found !== undefined && !firstLines.has(found)) {
      firstLines.set(found, line);
    }
  }
  return [...firstLines].map(([found, line]) => {
    const { change, code, note } = compare(versions, found, kind);
    return {
      code,
      change: {
        name: found.name,
        file: path,
        change,
        attributes: found.attributes,
        isStatic: found.isStatic,
        confidence: hunk.fuzz === 0 && !hunk.isLoose ? 'certain' : 'recovered',
        evidence: `${evidenceOf(hunk, path, found, kind)}${note}`,
        sites: [toSite(versions.file, hunk, found, line, kind)],
      },
    };
  });
}

interface Comparison {
  readonly change: FunctionChange;
  readonly code: string;
  /** A further sentence for the reader. */
  readonly note: string;
}

/** Sets a function against the one of its name in the other version. */
function compare(
  versions: FileVersions,
  found: SourceFunction,
  kind: 'added' | 'removed',
): Comparison {
  const { before, after, beforeLines, applied } = versions;
  const [own, others, otherLines] =
    kind === 'added'
      ? [applied.lines, before.functions, beforeLines]
      : [beforeLines, after.functions, applied.lines];
  const code = codeOf(textOf(own, found));
  const twin = others.find((other) => other.name === found.name);
  if (twin === undefined) {
    return { change: kind, code, note: '' };
  }
  if (codeOf(textOf(otherLines, twin)) !== code) {
    return { change: 'modified', code, note: '' };
  }
  return textOf(otherLines, twin) === textOf(own, found)
    ? { change: 'moved', code, note: ' It only stands at another place of its file.' }
    : {
        change: 'modified',
        code,
        note: ' Only comments or white space differ: its code stays as it was, but for line numbers.',
      };
}

function textOf(lines: FileLines, { range }: SourceFunction): string {
  return lines.slice(range.start.line, range.end.line + 1).join('');
}

function functionAt(
  functions: readonly SourceFunction[],
  line: number,
): SourceFunction | undefined {
  return functions.find(({ range }) => range.start.line <= line && line <= range.end.line);
}

function evidenceOf(
  hunk: AppliedHunk,
  path: string,
  found: SourceFunction,
  kind: 'added' | 'removed',
): string {
  const version = kind === 'removed' ? 'the tree' : 'the patched tree';
  const notes = [
    hunk.offset === 0 ? '' : ` The hunk fits ${away(hunk.offset)} its place.`,
    hunk.fuzz === 0 ? '' : ` It fits with fuzz ${hunk.fuzz}.`,
    hunk.isLoose ? ' It fits only when white space is not compared.' : '',
  ];
  return `It stands at ${path}:${found.nameRange.start.line + 1} in ${version} and holds changed lines.${notes.join('')}`;
}

function away(offset: number): string {
  const lines = `${Math.abs(offset)} ${Math.abs(offset) === 1 ? 'line' : 'lines'}`;
  return `${lines} ${offset > 0 ? 'after' : 'before'}`;
}

function toSite(
  file: FilePatch,
  applied: AppliedHunk,
  found: SourceFunction,
  line: HunkLine,
  kind: 'added' | 'removed',
): ChangeSite {
  return {
    file,
    hunk: applied.hunk,
    lineRange: line.range,
    nameRange: nameInLines(applied, found, kind) ?? nameInSection(applied.hunk, found.name),
  };
}

/** The name where one of the hunk's own lines writes it. */
function nameInLines(
  hunk: AppliedHunk,
  { nameRange }: SourceFunction,
  kind: 'added' | 'removed',
): TextRange | undefined {
  let number = kind === 'removed' ? hunk.line : hunk.newLine;
  for (const line of hunk.lines) {
    if (line.kind !== kind && line.kind !== 'context') {
      continue;
    }
    if (number === nameRange.start.line && !hunk.isLoose) {
      return {
        start: positionInLine(line, nameRange.start.character),
        end: positionInLine(line, nameRange.end.character),
      };
    }
    number += 1;
  }
  return undefined;
}
