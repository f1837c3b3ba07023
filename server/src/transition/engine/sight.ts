import type { Bodies, Entered } from './bodies.ts';

/**
 * What a stack check finds in some frames: for frames entered before and after the task was switched, on
 * the transition's way ahead and (reversed) back.
 */
export interface Sight {
  readonly ahead: { readonly before: string | undefined; readonly after: string | undefined };
  readonly back: { readonly before: string | undefined; readonly after: string | undefined };
  /** A function that is being patched stands in these frames, whether a check finds it or not. */
  readonly any: boolean;
  /** Equal for sights that find alike, whatever the functions are called. */
  readonly key: string;
}

/** In frames of functions that are not patched. */
export const nothingFound: Sight = {
  ahead: { before: undefined, after: undefined },
  back: { before: undefined, after: undefined },
  any: false,
  key: '',
};

/** What is found in a stack that was entered at that time before the transition. */
export function sightOf(
  bodies: Bodies,
  stack: readonly string[],
  entered: Exclude<Entered, 'after'>,
): Sight {
  if (!stack.some((name) => bodies.functions.has(name))) return nothingFound;
  const way = (reversed: boolean): Sight['ahead'] => ({
    before: bodies.found(stack, entered, reversed),
    after: bodies.found(stack, 'after', reversed),
  });
  const ahead = way(false);
  const back = way(true);
  const found = [ahead.before, ahead.after, back.before, back.after];
  const key = found.map((name) => (name === undefined ? '-' : '+')).join('');
  return { ahead, back, any: true, key };
}

/** The function found, if any. `after`: the frames were entered since the task was switched. */
export function look(sight: Sight, reversed: boolean, after: boolean): string | undefined {
  const way = reversed ? sight.back : sight.ahead;
  return after ? way.after : way.before;
}
