import {
  CodeActionKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { ClientFeatures } from './client-features.ts';

/** What the server offers to this client. */
export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    callHierarchyProvider: true,
    referencesProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    codeLensProvider: {},
    ...(client.pullDiagnostics
      ? { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } }
      : {}),
    ...(client.delivery === undefined
      ? {}
      : {
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix],
            resolveProvider: client.lazyActions,
          },
        }),
  };
}
