import type { CancellationToken } from 'vscode-languageserver';
import type { Analysis, OpenAnalysis } from './analysis.ts';
import type { Circumstances } from './circumstances.ts';
import type { DocumentEdit, DocumentText } from './documents/document-text.ts';
import { LineDocument } from './documents/line-document.ts';
import {
  type FeatureAnswer,
  type FeatureName,
  type FeatureParams,
  features,
} from './features/index.ts';
import type { Judge, JudgeContext, OpenJudge } from './judge.ts';
import { Workspace } from './workspace.ts';

/** Judges in the thread that it was made in. Knows no document until it is told of one. */
export class DocumentJudge implements Judge {
  readonly kernel: string;
  readonly origin: Analysis['origin'];
  readonly #workspace: Workspace;

  constructor(
    analysis: Analysis,
    { client, logger, circumstances }: Omit<JudgeContext, 'opening' | 'documents'>,
  ) {
    this.kernel = analysis.kernel;
    this.origin = analysis.origin;
    this.#workspace = new Workspace(analysis, client, logger, circumstances());
  }

  open(document: DocumentText): void {
    this.#workspace.reports.put(LineDocument.of(document));
  }

  edit(uri: string, version: number, edits: readonly DocumentEdit[]): void {
    const { reports } = this.#workspace;
    const document = reports.document(uri);
    if (document !== undefined) reports.put(document.edit(version, edits));
  }

  close(uri: string): void {
    this.#workspace.reports.forget(uri);
  }

  configure(circumstances: Circumstances): void {
    this.#workspace.circumstances = circumstances;
  }

  async ask<Name extends FeatureName>(
    name: Name,
    params: FeatureParams<Name>,
    token: CancellationToken,
  ): Promise<FeatureAnswer<Name>> {
    const feature = features[name] as (
      workspace: Workspace,
      params: FeatureParams<Name>,
      token: CancellationToken,
    ) => Promise<FeatureAnswer<Name>>;
    return feature(this.#workspace, params, token);
  }

  dispose(): void {
    this.#workspace.reports.dispose();
  }
}

/** Judges in this thread, for hosts that have no other. */
export function judgesHere(open: OpenAnalysis): OpenJudge {
  return async (choice, context) =>
    new DocumentJudge(await open(choice, context.logger, context.opening), context);
}
