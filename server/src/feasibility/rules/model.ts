import type { PatchProblem } from '../../patch/model.ts';
import type { KnowledgeOrigin } from '../../stacks/model.ts';
import type { KernelProfile } from '../../transition/model.ts';
import type { Finding, FindingCode, FunctionReport } from '../model.ts';

/** What the rules look at. */
export interface RuleContext {
  readonly profile: KernelProfile;
  readonly origin: KnowledgeOrigin;
  readonly functions: readonly FunctionReport[];
  readonly problems: readonly PatchProblem[];
}

/** One rule, one file: it finds what has to be told under one code. */
export interface Rule {
  readonly code: FindingCode;
  find(context: RuleContext): readonly Finding[];
}
