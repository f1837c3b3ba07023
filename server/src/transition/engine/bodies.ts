import type { Scenario } from '../model.ts';

/** When a function's frame was entered: before any livepatch, or in the old or the new patch state. */
export type Entered = 'boot' | 'before' | 'after';

/** A body of a function: 0 the original, `n` that of the n-th livepatch (from 1, this patch is the last). */
type Body = number;

const ORIGINAL: Body = 0;

/**
 * Which body of a function stands on a stack, and which one a stack check looks for
 * (`klp_check_stack_func()` in `kernel/livepatch/transition.c`): patching, the one that this patch's
 * function stands before on the function's stack of patches; unpatching, this patch's own. A patch that
 * replaces all others reverts what only they patch with "nop" functions, whose body is the original
 * (`klp_add_nops()` in `core.c`).
 */
export class Bodies {
  /** The functions of this patch, nops included. */
  readonly functions: ReadonlySet<string>;
  private readonly nops: ReadonlySet<string>;
  private readonly earlier: readonly ReadonlySet<string>[];

  constructor(private readonly scenario: Scenario) {
    const { functions, earlier = [], direction } = scenario;
    const own = new Set(functions);
    this.earlier = earlier.map((names) => new Set(names));
    this.nops = new Set(
      direction === 'replace' ? earlier.flat().filter((name) => !own.has(name)) : [],
    );
    this.functions = new Set([...own, ...this.nops]);
  }

  private oldBody(name: string): Body {
    return this.earlier.findLastIndex((names) => names.has(name)) + 1;
  }

  private newBody(name: string): Body {
    return this.nops.has(name) ? ORIGINAL : this.earlier.length + 1;
  }

  /** The body that a try looks for on its way to the target state (`reversed`: back again). */
  private sought(name: string, reversed: boolean): Body {
    const patching = (this.scenario.direction !== 'disable') !== reversed;
    return patching ? this.oldBody(name) : this.newBody(name);
  }

  /** The body that a frame of `name` is of. A thunk that jumps leaves the original's frame. */
  private standing(name: string, entered: Entered): Body {
    if (entered === 'boot' || this.scenario.jumpThunks === true) return ORIGINAL;
    const isNew = (this.scenario.direction === 'disable') === (entered === 'before');
    return isNew ? this.newBody(name) : this.oldBody(name);
  }

  /** The first function of a stack, innermost first, that a try refuses to switch a task on. */
  found(stack: readonly string[], entered: Entered, reversed: boolean): string | undefined {
    return stack.find(
      (name) =>
        this.functions.has(name) && this.standing(name, entered) === this.sought(name, reversed),
    );
  }

  /**
   * Whether the end of the transition takes a function's ftrace handler away, its last patch being gone
   * (`klp_unpatch_func()` in `patch.c`): of a patch that goes out, and of the nops of one that is in.
   */
  removesHandlers(reversed: boolean): boolean {
    const patching = (this.scenario.direction !== 'disable') !== reversed;
    if (patching) return this.nops.size > 0;
    return this.scenario.functions.some((name) => this.oldBody(name) === ORIGINAL);
  }
}
