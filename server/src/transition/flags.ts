import type { Actor, Model } from './engine/program.ts';
import type { Verdict } from './model.ts';

/** Whether a patched function is one that a task never leaves: its own loop, or one that never ends. */
function neverLeaves({ kind, places }: Actor): boolean {
  const rests = places.filter((place) => place.kind !== 'fork');
  return (
    kind !== 'user' &&
    rests.length > 0 &&
    rests.every((place) => {
      const endless = place.kind === 'kernel' && place.until.kind === 'never';
      return place.home.any || (endless && place.sight.any);
    })
  );
}

/**
 * What a completed transition leaves behind although every task is switched. An idle task switches
 * itself at the end of its loop's body whatever lies below it on its stack; where there is no stack
 * check (kGraft, force, `immediate`) every task does. Loading, a function that was entered once and is
 * never left goes on in its old body; disabling, one that was entered anew since the load (CPU hotplug)
 * goes on in a body whose text is freed.
 */
export function flagsOf(model: Model): Verdict['flags'] {
  const { direction, jumpThunks } = model.scenario;
  const stuck = model.actors.some(neverLeaves);
  if (direction !== 'disable') return stuck || model.idleBelow.any ? ['no-effect'] : [];
  if (jumpThunks === true) return [];
  const anew = model.idleBelowAnew.any && model.reonlined.some((again) => again);
  return stuck || anew ? ['unsafe'] : [];
}
