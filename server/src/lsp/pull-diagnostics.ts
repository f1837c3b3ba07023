import {
  type CancellationToken,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { CurrentJudge } from './current-judge.ts';
import type { OpenDocuments } from './open-documents.ts';

/** A client that asks gets what was found up to then after this time, in milliseconds. */
const patience = 150;

/** What a pull draws on. */
export interface PullWorld {
  readonly judge: CurrentJudge;
  readonly documents: OpenDocuments;
  /** Counts the changes of settings and the like that findings depend on. */
  readonly circumstances: () => number;
  /** Called when a document is judged whole of which a part was told before. */
  readonly completed: () => void;
  /** Asks the client to pull once more: there is more to tell than the last answer said. */
  readonly refresh: () => void;
}

/**
 * Answers a client that asks for a document's diagnostics. A client that holds the same result
 * already (`previous`) is told so; where the document or the kernel changed meanwhile the client is
 * asked to ask again. Of a large document the first part is told, and the client asked to come back.
 */
export async function pullDiagnostics(
  { judge, documents, circumstances, completed, refresh }: PullWorld,
  uri: string,
  previous: string | undefined,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const document = documents.get(uri);
  if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const state = (): string =>
    `${judge.generation}.${circumstances()}.${documents.get(uri)?.version}`;
  const resultId = state();
  if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  const checkCurrent = (): void => {
    if (state() === resultId) return;
    throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The document changed meanwhile.', {
      retriggerRequest: true,
    });
  };
  const isLater = previous === `${resultId}.part`;
  const found = await judge
    .ask('diagnostics', { uri, patience: isLater ? undefined : patience }, token)
    .catch((fault: unknown) => {
      if (!token.isCancellationRequested) checkCurrent();
      throw fault;
    });
  checkCurrent();
  const items = [...(found?.items ?? [])];
  if (found === null || found.isComplete) {
    if (isLater) completed();
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }
  refresh();
  return { kind: DocumentDiagnosticReportKind.Full, resultId: `${resultId}.part`, items };
}
