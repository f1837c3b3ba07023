import type { Watcher } from '../engine/events.ts';
import type { Model } from '../engine/program.ts';
import { settle } from '../engine/settle.ts';
import type { State } from '../engine/state.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import {
  frozenIn,
  hasHog,
  hasSleeper,
  hearsSignals,
  hogsIn,
  resume,
  sleepersIn,
  stop,
  thaw,
  wastesPause,
} from './tasks.ts';

/** Who was frozen already is thawed with the rest. */
function freeze(by: 'suspend or v1' | 'v2') {
  return (model: Model, state: State, watch: Watcher): void => {
    const sleepers = sleepersIn(model, state).filter(
      (actor) =>
        actor.kind === 'user' &&
        hearsSignals(state, actor) &&
        !(by !== 'v2' && state.place(actor).freezable),
    );
    const hogs = hogsIn(model, state).filter((hog) => !wastesPause(model, hog));
    const frozen = [...hogs, ...sleepers];
    for (const actor of frozen) stop(model, state, actor, watch);
    const before = frozenIn(model, state, by);
    settle(model, state, watch);
    for (const actor of frozen) resume(model, state, actor, watch);
    for (const actor of before) thaw(model, state, actor, watch);
  };
}

const risk = 'Everything in the cgroup stands still meanwhile.';

/** cgroup v2: tasks go to `do_freezer_trap()` on their way to user mode. */
export const freezeV2: Strategy = {
  id: 'freeze-cgroup-v2',
  title: 'Freeze and thaw the cgroup of the tasks concerned (cgroup v2)',
  cost: 2,
  risk,
  how: 'echo 1 > /sys/fs/cgroup/GROUP/cgroup.freeze\necho 0 > /sys/fs/cgroup/GROUP/cgroup.freeze',
  exists: (scenario) => hasHog(scenario) || hasSleeper(scenario),
  intervention: {
    seconds: APPLIED_AT,
    text: 'the cgroup of the user tasks is frozen (v2)',
    apply: freeze('v2'),
  },
  works:
    'Its tasks leave their system calls and CPUs for the way to user mode, where they are switched.',
  fails:
    'What blocks hears no signal, or is not a user task, or sits on the way to user mode itself.',
};

/** cgroup v1: freezable sleepers stay where they are. */
export const freezeV1: Strategy = {
  id: 'freeze-cgroup-v1',
  title: 'Freeze and thaw the cgroup of the tasks concerned (cgroup v1)',
  cost: 2,
  risk,
  how: 'echo FROZEN > /sys/fs/cgroup/freezer/GROUP/freezer.state\necho THAWED > /sys/fs/cgroup/freezer/GROUP/freezer.state',
  exists: (scenario) => hasHog(scenario) || hasSleeper(scenario),
  intervention: {
    seconds: APPLIED_AT,
    text: 'the cgroup of the user tasks is frozen (v1)',
    apply: freeze('suspend or v1'),
  },
  works: 'Its tasks leave their CPUs and those waits that are not freezable.',
  fails: 'A freezable sleeper is frozen in place, with its stack as it is; others hear no signal.',
};
