import {
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ReportStore } from '../documents/report-store.ts';
import { type DiagnosticStyle, diagnostics } from './diagnostics.ts';

/**
 * Answers a client that asks for a document's diagnostics. A client that holds the same result
 * already (`previous`) is told so; where the document or the kernel changed meanwhile the client is
 * asked to ask again.
 */
export async function pullDiagnostics(
  document: TextDocument,
  reports: ReportStore,
  style: DiagnosticStyle,
  previous: string | undefined,
): Promise<DocumentDiagnosticReport> {
  const { version } = document;
  const { generation } = reports;
  const resultId = `${generation}.${version}`;
  if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  const checkCurrent = (): void => {
    if (document.version === version && reports.generation === generation) return;
    throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The document changed meanwhile.', {
      retriggerRequest: true,
    });
  };
  const judged = await reports.judged(document).catch((fault: unknown) => {
    checkCurrent();
    throw fault;
  });
  checkCurrent();
  const items = judged === undefined ? [] : diagnostics(judged, style);
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
