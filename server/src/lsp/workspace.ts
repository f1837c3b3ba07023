import type { CancellationToken, Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Logger } from '../ports/logger.ts';
import type { ClientFeatures } from './client-features.ts';
import { type JudgedDocument, ReportStore } from './documents/report-store.ts';
import type { DiagnosticStyle } from './features/diagnostics.ts';
import { cancelled, outdated } from './guard.ts';
import type { LinkTo } from './text/residency.ts';
import { treeLinks } from './tree-link.ts';

/** What every feature draws on: the open documents, their reports, the client, the kernel tree. */
export class Workspace {
  readonly documents = new TextDocuments(TextDocument);
  readonly reports = new ReportStore();
  readonly logger: Logger;
  readonly client: ClientFeatures;
  #linkTo: LinkTo = treeLinks(undefined);

  constructor(connection: Connection, client: ClientFeatures, logger: Logger) {
    this.logger = logger;
    this.client = client;
    this.documents.listen(connection);
    this.documents.onDidClose(({ document }) => this.reports.forget(document.uri));
  }

  get linkTo(): LinkTo {
    return this.#linkTo;
  }

  useTree(tree: string | undefined): void {
    this.#linkTo = treeLinks(tree);
  }

  get diagnosticStyle(): DiagnosticStyle {
    const { relatedInformation, options } = this.client;
    return { relatedInformation, rulePages: options.rulePages };
  }

  /**
   * The judged document behind `uri`; `undefined` for one that is not open or none of ours. Throws
   * the answer "cancelled" when the client took the request back meanwhile, and "content modified"
   * when the judge was replaced before it answered.
   */
  async judged(uri: string, token: CancellationToken): Promise<JudgedDocument | undefined> {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    const { generation } = this.reports;
    try {
      const judged = await this.reports.judged(document);
      if (token.isCancellationRequested) throw cancelled();
      return judged;
    } catch (fault) {
      if (this.reports.generation !== generation) throw outdated();
      throw fault;
    }
  }
}
