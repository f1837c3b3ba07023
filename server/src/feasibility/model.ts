import type { Confidence } from '../patch/model.ts';
import type { TextRange } from '../ports/position.ts';
import type { ChangedFunction, KlpFuncEntry } from '../source/model.ts';
import type { FunctionAnswer, KnowledgeOrigin, Patchability } from '../stacks/model.ts';
import type { KernelProfile, Scenario, StrategyOutcome, Verdict } from '../transition/model.ts';

/** What asked for a function to be judged. */
export type Subject =
  | { readonly kind: 'patch'; readonly change: ChangedFunction }
  | { readonly kind: 'klp-func'; readonly entry: KlpFuncEntry }
  | { readonly kind: 'named' };

/** A scenario's verdict with the strategies that were run in it. */
export interface ScenarioVerdict {
  /** `idle`, `hog`, `sleeping-thread`, `sleeping-user`: stable, for files and tests. */
  readonly scenario: string;
  /** For the reader: "a CPU-bound task on a CPU". */
  readonly title: string;
  readonly profile: KernelProfile;
  /** What the simulator was asked: the machine with its tasks, the functions, the direction. */
  readonly asked: Scenario;
  readonly verdict: Verdict;
  /** Those that help first, the cheapest of them first. */
  readonly strategies: readonly StrategyOutcome[];
}

/** A function that is patched in the stead of one that the compiler put into it. */
export interface StandIn {
  readonly name: string;
  readonly patchable: Patchability['answer'];
}

/** All that is said of one function. */
export interface FunctionReport {
  readonly name: string;
  readonly subject: Subject;
  /** `undefined` when the kernel in use does not know the function. */
  readonly answer: FunctionAnswer | undefined;
  /** What is patched in its stead: the effective set without the function itself. */
  readonly inStead: readonly StandIn[];
  /** Empty for functions that are added or unknown. */
  readonly verdicts: readonly ScenarioVerdict[];
  /** What the patch's own lines show of the function's stack, whatever kernel the facts are of. */
  readonly ownLines: readonly string[];
  /** How sure the function's being changed is. */
  readonly confidence: Confidence;
}

/** Each code has a rule of that name under `rules/` and a page of that name in `docs/rules/`. */
export type FindingCode =
  | 'stall'
  | 'may-stall'
  | 'no-effect'
  | 'not-patchable'
  | 'unknown-function'
  | 'added-function'
  | 'removed-function'
  | 'unchanged-function'
  | 'quiet-cpu'
  | 'completes'
  | 'ignore-problem'
  | 'patch-problem';

/** `error`: the patch cannot be loaded or never completes; `warning`: it can stall; the rest informs. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One thing to tell, at one place. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One or two sentences with the evidence in them. */
  readonly message: string;
  /** Where in the document; `undefined` for functions named by hand. */
  readonly range: TextRange | undefined;
  /** Other places of the same thing: the name in the hunk header, further hunks. */
  readonly related: readonly TextRange[];
  readonly function: string | undefined;
  /** Path in the kernel tree. */
  readonly file: string | undefined;
  /** True where the text at `range` does nothing and can go; editors fade it. */
  readonly isUnneeded?: boolean;
}

/** The judgement of one document, or of functions named by hand. */
export interface FeasibilityReport {
  readonly origin: KnowledgeOrigin;
  /** The profile asked for, the kernel the findings speak of. */
  readonly profile: KernelProfile;
  readonly functions: readonly FunctionReport[];
  readonly findings: readonly Finding[];
  /** What a person decided not to be told of; left out where nothing was. */
  readonly ignored?: readonly IgnoredFinding[];
}

/** A finding that is not told, and the ignore that keeps it back. */
export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** For the reader: "line 12", ".livepatch-feasibility.json". */
  readonly where: string;
}
