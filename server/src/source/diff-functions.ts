import type { FilePatch, Hunk, HunkLine } from '../patch/model.ts';
import { positionInLine } from '../patch/position-in-line.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { TextRange } from '../ports/position.ts';
import { type HunkSide, readSide, type SideFunction } from './hunk-side.ts';
import type { ChangedFunction, FunctionChange } from './model.ts';
import { nameInSection } from './section-name.ts';

/** What a hunk says by itself of the functions that it changes. */
export interface HunkFunctions {
  readonly functions: readonly ChangedFunction[];
  /** True when it also changes a function that neither its lines nor its header name. */
  readonly hasUnnamed: boolean;
}

/**
 * The functions that one hunk changes, as far as its own lines and its header tell: `recovered`
 * where the hunk shows the function's first line, `guessed` where only the header names it.
 */
export function functionsOfHunk(parser: CParser, file: FilePatch, hunk: Hunk): HunkFunctions {
  const old = readSide(parser, hunk, 'old');
  const new_ = readSide(parser, hunk, 'new');
  return {
    functions: [
      ...touched(old, 'removed').map((found) => toChange(file, hunk, found, old, new_, 'removed')),
      ...touched(new_, 'added').map((found) => toChange(file, hunk, found, new_, old, 'added')),
    ].filter((change) => change !== undefined),
    hasUnnamed: hasUnnamed(hunk, old, 'removed') || hasUnnamed(hunk, new_, 'added'),
  };
}

/** Empty lines change no function, and a file's first line stands in none. */
function hasUnnamed(hunk: Hunk, side: HunkSide, kind: 'added' | 'removed'): boolean {
  const isAtStart = hunk.place?.oldStart === 0 || hunk.place?.oldStart === 1;
  return (
    !isAtStart &&
    side.functions.some(
      ({ definition, first, last }) =>
        definition === undefined &&
        side.lines
          .slice(first, last + 1)
          .some((line) => line.kind === kind && line.text.trim() !== ''),
    )
  );
}

interface Touched {
  readonly part: SideFunction;
  readonly line: HunkLine;
}

/** The functions of a side that hold a changed line, each with the first such line. */
function touched(side: HunkSide, kind: 'added' | 'removed'): readonly Touched[] {
  return side.functions.flatMap((part) => {
    const line = side.lines.slice(part.first, part.last + 1).find((at) => at.kind === kind);
    return line === undefined ? [] : [{ part, line }];
  });
}

function toChange(
  file: FilePatch,
  hunk: Hunk,
  { part, line }: Touched,
  side: HunkSide,
  other: HunkSide,
  kind: 'added' | 'removed',
): ChangedFunction | undefined {
  const { definition, nameLine } = part;
  if (definition === undefined) {
    return undefined;
  }
  const shown = nameLine === undefined ? undefined : side.lines[nameLine];
  const isOnOtherSide = other.functions.some(
    (at) => at.nameLine !== undefined && at.definition?.name === definition.name,
  );
  const change: FunctionChange = shown?.kind === kind && !isOnOtherSide ? kind : 'modified';
  const at = (range: TextRange): string => `line ${range.start.line + 1} of the patch`;
  return {
    name: definition.name,
    file: file.newPath ?? file.oldPath,
    change,
    attributes: definition.attributes,
    isStatic: definition.isStatic,
    confidence: shown === undefined ? 'guessed' : 'recovered',
    evidence:
      shown === undefined
        ? `The hunk header at ${at(hunk.headerRange ?? hunk.range)} names it as the function before the changed lines; the function itself is not in the patch.`
        : `Its first line stands at ${at(shown.range)}.`,
    sites: [
      {
        file,
        hunk,
        lineRange: line.range,
        nameRange:
          shown === undefined
            ? nameInSection(hunk, definition.name)
            : {
                start: positionInLine(shown, definition.nameRange.start.character),
                end: positionInLine(shown, definition.nameRange.end.character),
              },
      },
    ],
  };
}
