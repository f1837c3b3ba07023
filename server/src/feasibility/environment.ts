import type { KernelGraph } from '../kernel/model.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import type { FunctionKnowledge } from '../stacks/model.ts';
import type { KernelProfile } from '../transition/model.ts';

/** Everything a judgement needs beside the text itself. Composition roots make one. */
export interface Environment {
  readonly parser: CParser;
  /** The kernel tree, where the user named one; paths are relative to its top. */
  readonly tree: FileTree | undefined;
  /** The tree's functions and calls; `undefined` without a tree. */
  readonly graph?: KernelGraph | undefined;
  /** The kernel that the findings speak of. */
  readonly profile: KernelProfile;
  /** Further kernels whose verdicts are laid beside, oldest first; may contain `profile`. */
  readonly eras: readonly KernelProfile[];
  /** What is known of functions on a kernel: its own facts, or the nearest there are. */
  knowledgeFor(profile: KernelProfile): FunctionKnowledge;
}

/** `profile` first, then the other eras. */
export function kernelsToJudge(environment: Environment): readonly KernelProfile[] {
  const others = environment.eras.filter((era) => era.id !== environment.profile.id);
  return [environment.profile, ...others];
}
