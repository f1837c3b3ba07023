import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { isIgnorable } from '../../feasibility/ignores/codes.ts';
import { reasonPlaceholder } from '../../feasibility/ignores/model.ts';
import type { Finding } from '../../feasibility/model.ts';
import { type IgnoreRequest, ignoreCommand } from '../../protocol/ignore.ts';
import { documentKind } from '../documents/document-kind.ts';
import { touches } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { diagnosticSource } from './diagnostics.ts';
import { type IgnorePlaces, ignoreEdit } from './ignore-edit.ts';

/** How the client lets its user give a reason. */
export interface IgnoreStyle {
  /** It asks; otherwise the reason is left for the user to fill in. */
  readonly asksReason: boolean;
  /** It can make the baseline file. */
  readonly createsFiles: boolean;
  readonly places: IgnorePlaces;
}

/** Hints need no ignoring: they are not shown as problems. */
function isWorth({ code, severity }: Finding): boolean {
  return isIgnorable(code) && severity !== 'hint';
}

function toAction(
  judged: JudgedDocument,
  title: string,
  request: IgnoreRequest,
  { asksReason, createsFiles, places }: IgnoreStyle,
): Pick<CodeAction, 'title' | 'command' | 'edit' | 'kind'> | undefined {
  const kind = CodeActionKind.QuickFix;
  if (asksReason) {
    return {
      title: `${title}…`,
      kind,
      command: { title, command: ignoreCommand, arguments: [request] },
    };
  }
  const edit = ignoreEdit(judged, request, reasonPlaceholder, places);
  const makesFile = edit?.documentChanges?.some((one) => 'kind' in one) ?? false;
  return edit === undefined || (makesFile && !createsFiles) ? undefined : { title, kind, edit };
}

/** For the findings in the range: to ignore one here, or every one of its kind in the document, with a reason. */
export function ignoreActions(
  judged: JudgedDocument,
  { range, context }: CodeActionParams,
  style: IgnoreStyle,
): CodeAction[] {
  const { document, report } = judged;
  const { uri } = document;
  const here = report.findings.filter(
    (one) =>
      isWorth(one) &&
      one.range !== undefined &&
      [one.range, ...one.related].some((place) => touches(place, range)),
  );
  const isSource = documentKind(document.languageId) === 'source';
  const where = isSource ? 'in a comment' : 'in the baseline file';
  const actions = new Map<string, CodeAction>();
  for (const { code, function: fn } of here) {
    const diagnostics = context.diagnostics.filter(
      (one) => one.source === diagnosticSource && one.code === code,
    );
    const of = fn === undefined ? '' : ` of ${fn}()`;
    const one = { uri, code, ...(fn === undefined ? {} : { function: fn }) };
    const count = report.findings.filter((other) => other.code === code && isWorth(other)).length;
    const offers = [
      toAction(judged, `Ignore ${code}${of} ${where}`, one, style),
      count > 1
        ? toAction(
            judged,
            `Ignore all ${count} of ${code} in this file ${where}`,
            { uri, code, all: true },
            style,
          )
        : undefined,
    ];
    for (const offer of offers) {
      if (offer !== undefined) actions.set(offer.title, { ...offer, diagnostics });
    }
  }
  return [...actions.values()];
}

/** Takes away the comments that ignore something which is not there any more. */
export function staleComments(judged: JudgedDocument): CodeAction | undefined {
  const { document, report } = judged;
  const ranges = report.findings
    .filter((one) => one.isUnneeded === true)
    .flatMap((one) => one.range ?? []);
  if (ranges.length === 0) return undefined;
  const edits = ranges.map((range) => {
    const line = document.line(range.start.line);
    const isAlone = line.trim() === document.textIn(range).trim();
    return isAlone
      ? {
          range: {
            start: { line: range.start.line, character: 0 },
            end: { line: range.start.line + 1, character: 0 },
          },
          newText: '',
        }
      : {
          range: {
            ...range,
            start: {
              ...range.start,
              character: line.slice(0, range.start.character).trimEnd().length,
            },
          },
          newText: '',
        };
  });
  const { uri, version } = document;
  return {
    title: 'Take away the comments that ignore nothing',
    kind: staleKind,
    edit: { documentChanges: [{ textDocument: { uri, version }, edits }] },
  };
}

/** Of the family that editors can run at each save. */
export const staleKind = 'source.fixAll.livepatchFeasibility';
