import { type CancellationToken, type Connection, RequestType } from 'vscode-languageserver';
import type { Logger } from '../ports/logger.ts';
import {
  type NoTransition,
  type TransitionAnswer,
  type TransitionParams,
  transitionRequest,
} from '../protocol/transition.ts';
import type { CurrentJudge } from './current-judge.ts';
import type { FeatureAnswer, FeatureName, FeatureParams } from './features/index.ts';
import { guarded } from './guard.ts';

const transitionType = new RequestType<TransitionParams, TransitionAnswer | NoTransition, void>(
  transitionRequest,
);

/** Hands the client's questions about documents on to the judge; a fault in one stays in that one. */
export function registerRequests(
  connection: Connection,
  judge: CurrentJudge,
  logger: Logger,
): void {
  const to = <Name extends FeatureName>(
    label: string,
    name: Name,
  ): ((params: FeatureParams<Name>, token: CancellationToken) => Promise<FeatureAnswer<Name>>) =>
    guarded(label, logger, (params: FeatureParams<Name>, token: CancellationToken) =>
      judge.ask(name, params, token),
    );

  connection.onHover(to('Hover', 'hover'));
  connection.onCodeAction(to('Code action', 'codeAction'));
  connection.onCodeActionResolve(to('Code action', 'codeActionResolve'));
  connection.onCodeLens(to('CodeLens', 'codeLens'));
  connection.onDefinition(to('Definition', 'definition'));
  connection.onDocumentSymbol(to('Outline', 'outline'));
  connection.onReferences(to('References', 'references'));
  connection.languages.callHierarchy.onPrepare(to('Call hierarchy', 'prepareCallHierarchy'));
  connection.languages.callHierarchy.onIncomingCalls(to('Call hierarchy', 'incomingCalls'));
  connection.languages.callHierarchy.onOutgoingCalls(to('Call hierarchy', 'outgoingCalls'));
  connection.onWorkspaceSymbol(to('Workspace symbols', 'workspaceSymbols'));
  connection.onDocumentLinks(to('Document links', 'documentLinks'));
  connection.languages.inlayHint.on(to('Inlay hints', 'inlayHints'));
  connection.onFoldingRanges(to('Folding', 'folding'));
  connection.onRequest(transitionType, to('Transition', 'transition'));
}
