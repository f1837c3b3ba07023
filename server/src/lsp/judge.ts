import type { CancellationToken } from 'vscode-languageserver';
import type { Logger } from '../ports/logger.ts';
import type { KnowledgeOrigin } from '../stacks/model.ts';
import type { KernelChoice } from './analysis.ts';
import type { Circumstances } from './circumstances.ts';
import type { ClientFeatures } from './client-features.ts';
import type { DocumentEdit, DocumentText } from './documents/document-text.ts';
import type { FeatureAnswer, FeatureName, FeatureParams } from './features/index.ts';
import type { Opening } from './opening.ts';

/**
 * Answers what the editor asks about the documents that it was told of. It may be in a thread of its
 * own: all that passes here is plain data, and what is told comes before what is asked after it.
 */
export interface Judge {
  /** The kernel that findings speak of, for the reader: "Linux 6.1 (x86-64)". */
  readonly kernel: string;
  readonly origin: KnowledgeOrigin;
  open(document: DocumentText): void;
  /** A document of which nothing was told is passed over. */
  edit(uri: string, version: number, edits: readonly DocumentEdit[]): void;
  close(uri: string): void;
  configure(circumstances: Circumstances): void;
  /** Rejects with a `ResponseError` when the client is to be told a reason of its own, such as "cancelled". */
  ask<Name extends FeatureName>(
    name: Name,
    params: FeatureParams<Name>,
    token: CancellationToken,
  ): Promise<FeatureAnswer<Name>>;
  /** The judge is used no more; questions under way are refused. */
  dispose(): void;
}

/** What a judge needs of the server that it works for. */
export interface JudgeContext {
  readonly logger: Logger;
  readonly client: ClientFeatures;
  readonly opening: Opening;
  /** As they are now. */
  readonly circumstances: () => Circumstances;
  /** The open documents as they are now, for a judge that lost its thread and starts anew. */
  readonly documents: () => readonly DocumentText[];
}

/** Makes a judge. Rejects with a message for the user, for example when `tree` is no kernel tree. */
export type OpenJudge = (choice: KernelChoice, context: JudgeContext) => Promise<Judge>;
