import type { CheckCourse } from '../feasibility/check.ts';
import type { FeasibilityReport } from '../feasibility/model.ts';
import type { LeaveOut, NoLeaveOut } from '../feasibility/split/leave-out.ts';
import type { KernelGraph } from '../kernel/model.ts';
import type { PatchDocument } from '../patch/model.ts';
import type { Logger } from '../ports/logger.ts';
import type { ChangedFunction } from '../source/model.ts';
import type { FunctionAnswer, KnowledgeOrigin } from '../stacks/model.ts';
import type { Opening } from './opening.ts';

/** The kernel that the user asks about. */
export interface KernelChoice {
  /** Absolute path of a kernel source tree. */
  readonly tree: string | undefined;
  /** `6.1`, `6.12.10`: which kernel's behaviour; with a tree, the tree's own where left out. */
  readonly release: string | undefined;
  /** The tree as it was indexed last, without a look at its files; refused where nothing is kept of it. */
  readonly asKept?: true;
}

/** The analysis, as the editor's features see it: plain text in, plain results out. */
export interface Analysis {
  /** The kernel that findings speak of, for the reader: "Linux 6.1 (x86-64)". */
  readonly kernel: string;
  readonly origin: KnowledgeOrigin;
  /** The kernel's functions and calls; `undefined` without a kernel tree. */
  readonly graph: KernelGraph | undefined;
  /** What is known of a function; nothing is simulated for it. With `file`, of the one defined there. */
  lookup(name: string, file?: string): FunctionAnswer | undefined;
  /** How a patch can leave one of the functions that it changes alone. */
  leaveOut(
    document: PatchDocument,
    change: ChangedFunction,
    all: readonly ChangedFunction[],
  ): LeaveOut | NoLeaveOut;
  /** Rejects only when the course's pace does. */
  patch(document: PatchDocument, course: CheckCourse): Promise<FeasibilityReport>;
  /** C text; speaks of `struct klp_func` tables and is empty where there are none. */
  source(text: string): Promise<FeasibilityReport>;
  /** The named functions; those that the kernel does not know have no answer in the report. */
  explain(names: readonly string[]): Promise<FeasibilityReport>;
}

/** Makes an analysis. Rejects with a message for the user, for example when `tree` is no kernel tree. */
export type OpenAnalysis = (
  choice: KernelChoice,
  logger: Logger,
  opening: Opening,
) => Promise<Analysis>;
