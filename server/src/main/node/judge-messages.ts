import type { FeasibilityReport } from '../../feasibility/model.ts';
import type { KernelChoice } from '../../lsp/judge.ts';
import type { Logger } from '../../ports/logger.ts';
import type { KnowledgeOrigin } from '../../stacks/model.ts';

/** What the judge's thread is asked; `open` comes first and once. */
export type Question =
  | { readonly ask: 'open'; readonly choice: KernelChoice }
  | { readonly ask: 'patch'; readonly text: string }
  | { readonly ask: 'source'; readonly text: string }
  | { readonly ask: 'explain'; readonly names: readonly string[] };

/** The answer to `open`. */
export interface OpenedKernel {
  readonly kernel: string;
  readonly origin: KnowledgeOrigin;
}

/** A numbered question, so that answers find their way back. */
export interface QuestionMessage {
  readonly id: number;
  readonly question: Question;
}

/** What the thread sends: the answer to a question, its failure, or a line for the log. */
export type JudgeMessage =
  | { readonly id: number; readonly answer: OpenedKernel | FeasibilityReport }
  | { readonly id: number; readonly failure: string }
  | { readonly log: keyof Logger; readonly line: string };
