import type { Task } from '../../machine/model.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import { frozenIn, thaw as letGoOn } from './tasks.ts';

function isFrozen(task: Task): boolean {
  return task.program.some(
    (step) => step.do === 'sleep' && (step.state === 'frozen' || step.state === 'trapped'),
  );
}

/** Ends a freeze that was there before the transition began. */
export const thaw: Strategy = {
  id: 'thaw',
  title: 'Thaw the frozen tasks',
  cost: 1,
  risk: 'Whoever froze them wanted them frozen.',
  how: 'echo 0 > /sys/fs/cgroup/GROUP/cgroup.freeze\necho THAWED > /sys/fs/cgroup/freezer/GROUP/freezer.state   # cgroup v1',
  exists: ({ machine }) => machine.tasks.some(isFrozen),
  intervention: {
    seconds: APPLIED_AT,
    text: 'the frozen tasks are thawed',
    apply: (model, state, watch) => {
      const frozen = [...frozenIn(model, state, 'suspend or v1'), ...frozenIn(model, state, 'v2')];
      for (const actor of frozen) letGoOn(model, state, actor, watch);
    },
  },
  works:
    'A task that was frozen on its way to user mode goes there and is switched; one frozen in the midst of a wait sleeps on, and hears the fake signals.',
  fails: 'Others block that are not frozen, or a thawed kernel thread sleeps on in its own loop.',
};
