import type { CancellationToken } from 'vscode-languageserver';
import { applyIgnores } from '../feasibility/ignores/apply.ts';
import type { FeasibilityReport } from '../feasibility/model.ts';
import type { Logger } from '../ports/logger.ts';
import type { Analysis } from './analysis.ts';
import type { Circumstances } from './circumstances.ts';
import type { ClientFeatures } from './client-features.ts';
import { ignoresOf } from './document-ignores.ts';
import { documentKind } from './documents/document-kind.ts';
import type { LineDocument } from './documents/line-document.ts';
import { type JudgedDocument, ReportStore } from './documents/report-store.ts';
import type { DiagnosticStyle } from './features/diagnostics.ts';
import { cancelled } from './guard.ts';
import { type FindInTree, pathInTree, treePlaces } from './tree-places.ts';

/** What every feature draws on: the open documents, their reports, the client, the kernel tree. */
export class Workspace {
  readonly reports: ReportStore;
  circumstances: Circumstances;

  constructor(
    readonly analysis: Analysis,
    readonly client: ClientFeatures,
    readonly logger: Logger,
    circumstances: Circumstances,
  ) {
    this.reports = new ReportStore(analysis);
    this.circumstances = circumstances;
  }

  /** Where in the user's tree something is; nowhere when the analysis is not about that tree's lines. */
  get inTree(): FindInTree {
    const tree = this.circumstances.settings['kernel.tree'] || undefined;
    return treePlaces(this.analysis.origin.kind === 'tree' ? tree : undefined);
  }

  /** The document's path in the kernel tree, where it is a file of it. */
  treePathOf(uri: string): string | undefined {
    return pathInTree(this.circumstances.settings['kernel.tree'] || undefined, uri);
  }

  get diagnosticStyle(): DiagnosticStyle {
    const { relatedInformation, options } = this.client;
    return { relatedInformation, rulePages: options.rulePages, inTree: this.inTree };
  }

  /** The report without what a person decided not to be told of. */
  withoutIgnored({ document, report, isComplete }: JudgedDocument): FeasibilityReport {
    return applyIgnores(report, ignoresOf(document, this.circumstances.baselines), isComplete);
  }

  /** The open patch behind `uri`; `undefined` for C files and for what is not open. */
  patchDocument(uri: string): LineDocument | undefined {
    const document = this.reports.document(uri);
    return document !== undefined && documentKind(document.languageId) === 'patch'
      ? document
      : undefined;
  }

  /**
   * As {@link judged}, for questions about one place: of a large document what was found so far will do,
   * since whoever asks waits for the answer.
   */
  async judgedSoFar(uri: string, token: CancellationToken): Promise<JudgedDocument | undefined> {
    const judged = await this.reports.soFar(uri, 0);
    if (token.isCancellationRequested) throw cancelled();
    return judged;
  }

  /**
   * The judged document behind `uri`; `undefined` for one that is not open or none of ours. Throws
   * the answer "cancelled" when the client took the request back meanwhile.
   */
  async judged(uri: string, token: CancellationToken): Promise<JudgedDocument | undefined> {
    const judged = await this.reports.judged(uri);
    if (token.isCancellationRequested) throw cancelled();
    return judged;
  }
}
