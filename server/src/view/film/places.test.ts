import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Machine, Policy, Step, Task } from '../../machine/model.ts';
import { idleMachine } from '../../machine/workloads.ts';
import { compile } from '../../transition/engine/program.ts';
import { startOf } from '../../transition/engine/start.ts';
import { profileFor } from '../../transition/profiles.ts';
import { startingPlaces } from './places.ts';

const steps: readonly Step[] = [
  { do: 'run-user' },
  { do: 'run-kernel', stack: ['spin'], yields: true },
  { do: 'run-guest', stack: ['vcpu_run'] },
  {
    do: 'sleep',
    stack: ['schedule'],
    state: 'interruptible',
    freezable: false,
    wake: { kind: 'never' },
    home: [],
  },
];

const policies: readonly Policy[] = ['other', 'fifo', 'rr', 'deadline', 'batch', 'idle'];

const task = fc.record({
  policy: fc.constantFrom(...policies),
  affinity: fc.subarray([0, 1, 2, 3, 9]),
  step: fc.constantFrom(...steps),
});

test('everybody begins where the simulator begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(task, { maxLength: 7 }), (cpus, some) => {
      const tasks = some.map(
        ({ policy, affinity, step }, index): Task => ({
          name: `task${index}`,
          kind: 'user',
          policy,
          affinity,
          program: [step],
        }),
      );
      const machine: Machine = { ...idleMachine(cpus, false), tasks };
      const scenario = {
        title: '',
        profile: profileFor('6.1'),
        machine,
        functions: [],
        direction: 'load',
      } as const;
      const model = compile(scenario);
      const state = startOf(model);
      const held = Array.from(
        { length: cpus },
        (_, cpu) => model.actors[state.current(cpu)]?.name ?? 'idle',
      );
      const places = startingPlaces(machine);
      expect(places.holders.map((holder) => holder?.name ?? 'idle')).toEqual(held);
    }),
  );
});
