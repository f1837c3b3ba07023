import type { IndexProgress } from '../../kernel/index/indexes.ts';
import type { KernelChoice } from '../../lsp/analysis.ts';
import type { Circumstances } from '../../lsp/circumstances.ts';
import type { ClientFeatures } from '../../lsp/client-features.ts';
import type { DocumentEdit, DocumentText } from '../../lsp/documents/document-text.ts';
import type { FeatureName } from '../../lsp/features/index.ts';
import type { Logger } from '../../ports/logger.ts';
import type { KnowledgeOrigin } from '../../stacks/model.ts';

/** What the judge's thread is asked; `open` comes first and once. */
export type Question =
  | {
      readonly ask: 'open';
      readonly choice: KernelChoice;
      readonly client: ClientFeatures;
      readonly circumstances: Circumstances;
    }
  | { readonly ask: 'feature'; readonly name: FeatureName; readonly params: unknown };

/** What the judge's thread is told; it does not answer. */
export type News =
  | { readonly tell: 'opened'; readonly document: DocumentText }
  | {
      readonly tell: 'edited';
      readonly uri: string;
      readonly version: number;
      readonly edits: readonly DocumentEdit[];
    }
  | { readonly tell: 'closed'; readonly uri: string }
  | { readonly tell: 'configured'; readonly circumstances: Circumstances }
  | { readonly tell: 'cancelled'; readonly id: number };

/** The answer to `open`. */
export interface OpenedKernel {
  readonly kernel: string;
  readonly origin: KnowledgeOrigin;
}

/** To the thread; questions are numbered, so that answers find their way back. */
export type ToJudge = { readonly id: number; readonly question: Question } | News;

/** Why a question was not answered; with a `code` it is meant for the client as it stands. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: number | undefined;
}

/** From the thread: the answer to a question, its failure, or a line for the log. */
export type FromJudge =
  /** JSON: thousands of small objects are copied between threads more slowly than one text. */
  | { readonly id: number; readonly answer: string }
  | { readonly id: number; readonly failure: Failure }
  | { readonly opening: IndexProgress }
  | { readonly log: keyof Logger; readonly line: string };
