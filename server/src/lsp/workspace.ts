import type { CancellationToken, Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Logger } from '../ports/logger.ts';
import type { ClientFeatures } from './client-features.ts';
import { documentKind } from './documents/document-kind.ts';
import { type JudgedDocument, ReportStore } from './documents/report-store.ts';
import type { DiagnosticStyle } from './features/diagnostics.ts';
import { cancelled, outdated } from './guard.ts';
import { readSettings, type Settings } from './settings.ts';
import { type FindInTree, treePlaces } from './tree-places.ts';

/** What every feature draws on: the open documents, their reports, the client, the kernel tree. */
export class Workspace {
  readonly documents = new TextDocuments(TextDocument);
  readonly reports = new ReportStore();
  readonly logger: Logger;
  readonly client: ClientFeatures;
  #inTree = treePlaces(undefined);
  #settings: Settings = readSettings(undefined).settings;

  constructor(connection: Connection, client: ClientFeatures, logger: Logger) {
    this.logger = logger;
    this.client = client;
    this.documents.listen(connection);
    this.documents.onDidClose(({ document }) => this.reports.forget(document.uri));
  }

  get settings(): Settings {
    return this.#settings;
  }

  useSettings(settings: Settings): void {
    this.#settings = settings;
    this.#inTree = treePlaces(settings['kernel.tree'] || undefined);
  }

  /** Where in the user's tree something is; nowhere when the report is not about that tree's lines. */
  inTree({ report }: JudgedDocument): FindInTree {
    return report.origin.kind === 'tree' ? this.#inTree : treePlaces(undefined);
  }

  get diagnosticStyle(): DiagnosticStyle {
    const { relatedInformation, options } = this.client;
    return {
      relatedInformation,
      rulePages: options.rulePages,
      inTree: (judged) => this.inTree(judged),
    };
  }

  /** The open patch behind `uri`; `undefined` for C files and for what is not open. */
  patchDocument(uri: string): TextDocument | undefined {
    const document = this.documents.get(uri);
    return document !== undefined && documentKind(document.languageId) === 'patch'
      ? document
      : undefined;
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
