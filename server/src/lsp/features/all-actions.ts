import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { JudgedDocument } from '../documents/report-store.ts';
import type { Workspace } from '../workspace.ts';
import { codeActions } from './code-actions.ts';
import { ignoreActions, staleComments, staleKind } from './ignore-actions.ts';
import { leaveOutActions } from './leave-out-actions.ts';
import { resolveAction } from './resolve-action.ts';

/** Kinds are dotted: who asks for `source` wants `source.fixAll` too. */
function wants(only: readonly string[] | undefined, kind: string, unasked: boolean): boolean {
  if (only === undefined) return unasked;
  return only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`));
}

/**
 * What can be done about the findings in a range: strategies, ignoring with a reason, and where it is
 * asked for by its kind what mends the whole document.
 */
export function allActions(
  workspace: Workspace,
  judged: JudgedDocument,
  params: CodeActionParams,
): CodeAction[] {
  const { client, circumstances } = workspace;
  const { only } = params.context;
  const told = { ...judged, report: workspace.withoutIgnored(judged) };
  const actions: CodeAction[] = [];
  if (wants(only, CodeActionKind.QuickFix, true)) {
    const found =
      client.delivery === undefined ? [] : codeActions(judged, params, client.disabledActions);
    const strategies = client.lazyActions
      ? found
      : found.map((action) => resolveAction(action, judged, client.delivery));
    const style = {
      asksReason: client.options.asksReason ?? false,
      createsFiles: client.createsFiles,
      places: circumstances,
    };
    const left = leaveOutActions(told, params.range);
    actions.push(...strategies, ...left, ...ignoreActions(told, params, style));
  }
  const stale = wants(only, staleKind, false) ? staleComments(told) : undefined;
  return stale === undefined ? actions : [...actions, stale];
}
