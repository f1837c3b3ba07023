import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver';
import type { FunctionReport } from '../../feasibility/model.ts';
import { isRisk } from '../../feasibility/risk.ts';
import { isHooked, verdictsOn } from '../../feasibility/rules/verdicts.ts';
import type { LeaveOut } from '../../feasibility/split/leave-out.ts';
import type { PatchDocument } from '../../patch/model.ts';
import type { TextRange } from '../../ports/position.ts';
import { placesOf } from '../documents/function-at.ts';
import type { LineDocument } from '../documents/line-document.ts';
import { touches } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';

/** `-1,2 +3,4` of a header; git leaves a count of 1 out. */
const NEW_START = /^(@@ -\d+(?:,\d+)? \+)\d+/;

function editsOf(document: LineDocument, { cuts, headers }: LeaveOut): readonly TextEdit[] {
  const lines = (first: number, last: number): TextRange => ({
    start: { line: first, character: 0 },
    end: { line: last + 1, character: 0 },
  });
  return [
    ...cuts.map(({ first, last }) => ({ range: lines(first, last), newText: '' })),
    ...[...headers].map(([line, { newStart }]) => {
      const text = document.line(line);
      const [old = ''] = NEW_START.exec(text) ?? [];
      const range = { start: { line, character: 0 }, end: { line, character: old.length } };
      return { range, newText: old.replace(NEW_START, `$1${newStart}`) };
    }),
  ];
}

/** The document after edits that do not overlap. */
function edited(document: LineDocument, edits: readonly TextEdit[]): LineDocument {
  const backwards = [...edits].sort((one, other) => other.range.start.line - one.range.start.line);
  return document.edit(
    document.version,
    backwards.map(({ range, newText }) => ({ range, text: newText })),
  );
}

function hunksOf({ messages }: PatchDocument): readonly string[] {
  return messages
    .flatMap((message) => message.files)
    .flatMap((file) =>
      file.hunks.map((hunk) =>
        [file.oldPath, ...hunk.lines.map((line) => `${line.kind} ${line.text}`)].join('\n'),
      ),
    );
}

/** Whether the edited document reads as the one before without some of its hunks, and nothing is wrong with it. */
function readsWell(before: PatchDocument, after: PatchDocument): boolean {
  const rest = [...hunksOf(before)];
  const areAllThere = hunksOf(after).every((hunk) => {
    const at = rest.indexOf(hunk);
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
  return areAllThere && rest.length > 0 && after.problems.length <= before.problems.length;
}

/** What becomes of the patch's other functions, in a few words. */
function others(fn: FunctionReport, { report }: JudgedDocument): string {
  const rest = report.functions.filter((other) => other !== fn && isHooked(other));
  const open = rest.filter((other) =>
    verdictsOn(other, report.profile).some(({ verdict }) => verdict.outcome !== 'completes'),
  );
  const [first] = open;
  if (first !== undefined) {
    const more = open.length === 1 ? '' : ` and ${open.length - 1} more`;
    return `of what is left ${first.name}()${more} can stall`;
  }
  const unknown = rest.filter((other) => other.verdicts.length === 0).length;
  return unknown === 0 ? 'what is left completes' : 'what is left was not all judged';
}

/**
 * For functions in the range on whose account the patch is at risk: to leave their changes out of it, as an
 * edit of the patch. Offered only where the edited patch was read again and has every other hunk as it was.
 */
export function leaveOutActions(judged: JudgedDocument, range: TextRange): CodeAction[] {
  const { document, report, analysis } = judged;
  const risky = new Set(report.findings.filter(isRisk).map((finding) => finding.function));
  const changes = report.functions.flatMap((fn) =>
    fn.subject.kind === 'patch' ? [fn.subject.change] : [],
  );
  return report.functions.flatMap((fn): CodeAction[] => {
    const { subject, name } = fn;
    if (subject.kind !== 'patch' || !risky.has(name)) return [];
    if (!placesOf(fn).some((place) => touches(place, range))) return [];
    const found = analysis.leaveOut(document.patch, subject.change, changes);
    if (found.kind === 'none') return [];
    const edits = [...editsOf(document, found)];
    if (!readsWell(document.patch, edited(document, edits).patch)) return [];
    const { uri, version } = document;
    return [
      {
        title: `Leave the change of ${name}() out of this patch — ${others(fn, judged)}`,
        kind: CodeActionKind.QuickFix,
        edit: { documentChanges: [{ textDocument: { uri, version }, edits }] },
      },
    ];
  });
}
