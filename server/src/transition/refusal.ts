import type { Scenario } from './model.ts';

/** Why the kernel does not begin a transition at all. */
export interface Refusal {
  /** The error that the caller gets. */
  readonly error: 'EBUSY' | 'ENOSYS' | 'EINVAL';
  /** One sentence. */
  readonly message: string;
}

/**
 * What `klp_enable_patch()` or a write to `enabled` would refuse (`kernel/livepatch/core.c`); `undefined`
 * when the transition begins.
 */
export function refusalOfTransition({
  profile,
  direction,
  underWay,
  immediate,
}: Scenario): Refusal | undefined {
  if (underWay === true)
    return {
      error: 'EBUSY',
      message:
        'another transition has not ended: only one runs at a time (klp_transition_patch is set)',
    };
  if (direction === 'replace' && !profile.atomicReplace)
    return {
      error: 'EINVAL',
      message: `${profile.title} has no atomic replace: klp_patch.replace came with 5.1`,
    };
  if (immediate === true && !profile.immediateFlag)
    return {
      error: 'EINVAL',
      message: `${profile.title} has no klp_patch.immediate: it went with 4.16`,
    };
  return undefined;
}
