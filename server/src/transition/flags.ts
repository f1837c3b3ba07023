import type { Model } from './engine/program.ts';
import type { Verdict } from './model.ts';

/**
 * What a completed transition leaves behind although every task is switched: an idle task switches
 * itself at the end of its loop's body whatever lies below it on its stack. Loading, an idle loop's
 * outer function that never returns goes on in its old body; disabling, one that was entered anew after
 * the load (CPU hotplug) goes on in a body whose text is freed.
 */
export function flagsOf(model: Model): Verdict['flags'] {
  if (model.idleBelow === undefined) return [];
  const { direction, machine } = model.scenario;
  if (direction === 'load') return ['no-effect'];
  return (machine.reonlined ?? []).length > 0 ? ['unsafe'] : [];
}
