import type { CancellationToken, CodeAction, Connection } from 'vscode-languageserver';
import { type TransitionParams, transitionRequest } from '../protocol/transition.ts';
import { patchOf } from './documents/patch-of.ts';
import type { JudgedDocument } from './documents/report-store.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses } from './features/code-lens.ts';
import { definition } from './features/definition.ts';
import { folding } from './features/folding.ts';
import { hover } from './features/hover.ts';
import { outline } from './features/outline.ts';
import { pullDiagnostics } from './features/pull-diagnostics.ts';
import { readActionData, resolveAction } from './features/resolve-action.ts';
import { transition } from './features/transition.ts';
import { guarded } from './guard.ts';
import type { Workspace } from './workspace.ts';

function resolved(action: CodeAction, judged: JudgedDocument, workspace: Workspace): CodeAction {
  const data = readActionData(action.data);
  const { delivery } = workspace.client;
  return data === undefined || delivery === undefined
    ? action
    : resolveAction(action, data, judged, delivery);
}

/** Answers the client's requests; a fault in one stays in that one. */
export function registerRequests(connection: Connection, workspace: Workspace): void {
  const { client, logger } = workspace;

  connection.onHover(
    guarded('Hover', logger, async ({ textDocument, position }, token) => {
      const judged = await workspace.judged(textDocument.uri, token);
      return judged === undefined
        ? null
        : hover(judged, position, client.markdown, workspace.inTree(judged));
    }),
  );

  connection.onCodeAction(
    guarded('Code action', logger, async (params, token) => {
      const judged = await workspace.judged(params.textDocument.uri, token);
      if (judged === undefined) return [];
      const actions = codeActions(judged, params, client.disabledActions);
      return client.lazyActions
        ? actions
        : actions.map((action) => resolved(action, judged, workspace));
    }),
  );

  connection.onCodeActionResolve(
    guarded('Code action', logger, async (action, token) => {
      const uri = readActionData(action.data)?.uri;
      const judged = uri === undefined ? undefined : await workspace.judged(uri, token);
      return judged === undefined ? action : resolved(action, judged, workspace);
    }),
  );

  connection.onCodeLens(
    guarded('CodeLens', logger, async ({ textDocument }, token) => {
      if (!workspace.settings['codeLens.enabled']) return [];
      const judged = await workspace.judged(textDocument.uri, token);
      return judged === undefined
        ? []
        : codeLenses(judged, client.options.showsTransition ?? false);
    }),
  );

  connection.onDefinition(
    guarded('Definition', logger, async ({ textDocument, position }, token) => {
      const judged = await workspace.judged(textDocument.uri, token);
      return judged === undefined ? null : definition(judged, position, workspace.inTree(judged));
    }),
  );

  connection.onDocumentSymbol(
    guarded('Outline', logger, async ({ textDocument }) => {
      const document = workspace.patchDocument(textDocument.uri);
      return document === undefined ? [] : outline(patchOf(document));
    }),
  );

  connection.onFoldingRanges(
    guarded('Folding', logger, async ({ textDocument }) => {
      const document = workspace.patchDocument(textDocument.uri);
      return document === undefined ? [] : folding(document, patchOf(document));
    }),
  );

  connection.onRequest(
    transitionRequest,
    guarded('Transition', logger, async (params: TransitionParams, token: CancellationToken) => {
      const judged = await workspace.judged(params.uri, token);
      return judged === undefined
        ? { kind: 'none', reason: 'Open a patch or a livepatch module first.' }
        : transition(judged, params);
    }),
  );

  connection.languages.diagnostics.on(
    guarded('Diagnostics', logger, async ({ textDocument, previousResultId }) => {
      const document = workspace.documents.get(textDocument.uri);
      if (document === undefined) return { kind: 'full', items: [] } as const;
      return pullDiagnostics(
        document,
        workspace.reports,
        workspace.diagnosticStyle,
        previousResultId,
      );
    }),
  );
}
