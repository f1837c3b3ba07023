import type { HunkLine } from '../patch/model.ts';
import type { ChangedFunction, ChangeSite } from '../source/model.ts';
import type { FunctionKnowledge, ResidencyKind } from '../stacks/model.ts';

/** A word before an opening bracket: a call, or a keyword that looks like one and is no function. */
const CALL = /\b([A-Za-z_]\w*)\s*\(/g;

/** A function's closing brace, which kernel style puts in the first column. */
const END_OF_FUNCTION = /^\}/;

/** Kinds of callee that do not tell of a long sleep below the caller. */
const PASSING: ReadonlySet<ResidencyKind> = new Set([
  'idle-inner',
  'interrupt',
  'transient',
  'leaf',
]);

function sleepsIn(knowledge: FunctionKnowledge, callee: string): boolean {
  const residency = knowledge.lookup(callee)?.residency ?? [];
  return residency.some((one) => !PASSING.has(one.kind));
}

function sentencesOf(
  change: ChangedFunction,
  line: HunkLine,
  knowledge: FunctionKnowledge,
): readonly string[] {
  if (line.kind === 'no-newline') return [];
  return [...line.text.matchAll(CALL)]
    .map(([, callee = '']) => callee)
    .filter((callee) => callee !== change.name && sleepsIn(knowledge, callee))
    .map(
      (callee) =>
        `line ${line.range.start.line + 1} of the patch shows ${change.name}() calling ${callee}(), below which it leaves the CPU`,
    );
}

/** The hunk's lines around the change, up to the closing braces of the functions before and of this one. */
function bodyLines({ hunk, lineRange }: ChangeSite): readonly HunkLine[] {
  const changed = hunk.lines.findIndex((line) => line.range.start.line >= lineRange.start.line);
  const before = hunk.lines
    .slice(0, changed)
    .findLastIndex((line) => END_OF_FUNCTION.test(line.text));
  const after = hunk.lines.slice(changed).findIndex((line) => END_OF_FUNCTION.test(line.text));
  return hunk.lines.slice(before + 1, after === -1 ? undefined : changed + after);
}

/**
 * What the patch's own lines tell of a function's stack, as sentences: calls in them to functions that
 * give up the CPU. They hold for the very kernel that the patch was written for, whatever kernel the
 * facts are of.
 */
export function ownLines(change: ChangedFunction, knowledge: FunctionKnowledge): readonly string[] {
  const lines = change.sites.flatMap(bodyLines);
  return [...new Set(lines.flatMap((line) => sentencesOf(change, line, knowledge)))];
}
