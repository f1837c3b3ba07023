import { compile } from '../engine/program.ts';
import type { Scenario } from '../model.ts';
import type { Strategy } from './model.ts';

/** The functions of the patch that nothing in the scenario sleeps in. */
function absentFunctions(scenario: Scenario): readonly string[] {
  return scenario.functions.filter((name) => {
    const model = compile({ ...scenario, functions: [name] });
    const sights = model.actors.flatMap(({ places }) =>
      places.flatMap((place) => [place.sight, place.restarted, place.home]),
    );
    const idle = [model.idleLoop, model.idleBelow, model.idleBelowAnew, model.stopped];
    return [...sights, ...idle].every((sight) => !sight.any);
  });
}

/** Leaves the function that tasks sit in out of the patch. */
export const splitPatch: Strategy = {
  id: 'split-patch',
  title: 'Leave the function that they sit in out of the patch; patch one that it calls instead',
  cost: 2,
  risk: 'The patch has to be written anew.',
  how: 'Move the change into a function that is called after the wait, and patch that one.',
  exists: (scenario) => absentFunctions(scenario).length < scenario.functions.length,
  transform: (scenario) => ({ ...scenario, functions: absentFunctions(scenario) }),
  hinders:
    'Before 5.16 it can be the fake signal to a sleeper in that function which wakes an idle CPU; without it that CPU stays as it is.',
  works: 'Nobody sleeps in what is left.',
  fails: 'What is left still does not complete.',
};
