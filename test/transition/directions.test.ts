import { describe, expect, test } from 'vitest';
import type { Machine, Task } from '../../server/src/machine/model.ts';
import {
  cpuHog,
  idleMachine,
  kernelHog,
  sleeper,
  sleepingThread,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario, Verdict } from '../../server/src/transition/model.ts';
import { profileFor } from '../../server/src/transition/profiles.ts';
import { refusalOfTransition } from '../../server/src/transition/refusal.ts';
import {
  judgeWith,
  strategies,
  tryStrategies,
} from '../../server/src/transition/strategies/index.ts';

const lively = idleMachine(2, true);

function reader(more: Partial<Task> = {}): Task {
  const asleep = sleeper('reader', 'user', {
    stack: ['schedule', 'pipe_read', 'vfs_read'],
    state: 'killable',
    wake: { kind: 'never' },
  });
  return { ...asleep, ...more };
}

/** A task that computes for half a second and then sleeps in pipe_read() for ever. */
const latecomer: Task = {
  ...reader({ name: 'latecomer', affinity: [1] }),
  program: [{ do: 'run-user', until: { kind: 'after', seconds: 0.5 } }, ...reader().program],
};

function asked(
  release: string,
  functions: readonly string[],
  machine: Machine,
  more: Partial<Scenario> = {},
): Scenario {
  const title = functions.join();
  return { title, profile: profileFor(release), machine, functions, direction: 'load', ...more };
}

/** The outcome with who blocks, and what it leaves. */
function told({ outcome, blockers, flags }: Verdict): string {
  const who = blockers.map(({ task, reason, function: name }) =>
    name === undefined ? `${task} ${reason}` : `${task} ${reason} ${name}`,
  );
  return [outcome, ...who, ...flags].join('; ');
}

function with_(scenario: Scenario, ...ids: readonly string[]): Verdict {
  return judgeWith(
    scenario,
    strategies.filter(({ id }) => ids.includes(id)),
  );
}

const inPipe = 'stalls; reader is sleeping on function pipe_read';

describe('which body is looked for', () => {
  const asleep = withTasks(lively, reader());
  const sinceBoot = withTasks(lively, reader({ sinceBoot: true }));

  test.each([
    ['patching the first time: the original', asleep, {}, inPipe],
    [
      'on top of an earlier livepatch: that one’s new function',
      asleep,
      { earlier: [['pipe_read']] },
      inPipe,
    ],
    ['... and not the original', sinceBoot, { earlier: [['pipe_read']] }, 'completes'],
    [
      '... the topmost that has the function',
      sinceBoot,
      { earlier: [['pipe_read'], ['other']] },
      'completes',
    ],
    [
      'an earlier livepatch of other functions: the original',
      sinceBoot,
      { earlier: [['other']] },
      inPipe,
    ],
    ['unpatching: this patch’s new function', asleep, { direction: 'disable' }, inPipe],
    ['... and not the original', sinceBoot, { direction: 'disable' }, 'completes'],
    [
      '... nor a thunk that has jumped into the original',
      asleep,
      { direction: 'disable', jumpThunks: true },
      'completes',
    ],
    ['a thunk’s load: the original', asleep, { jumpThunks: true }, inPipe],
  ] as const)('%s', (_title, machine, more, expected) => {
    expect(told(judge(asked('6.1', ['pipe_read'], machine, more)))).toBe(expected);
  });

  test('atomic replace reverts what only earlier livepatches have, and so looks for their functions', () => {
    const earlier = [['pipe_read', 'other']];
    expect(told(judge(asked('6.1', ['other'], asleep, { earlier })))).toBe('completes');
    expect(told(judge(asked('6.1', ['other'], asleep, { earlier, direction: 'replace' })))).toBe(
      inPipe,
    );
    expect(told(judge(asked('6.1', ['other'], sinceBoot, { earlier, direction: 'replace' })))).toBe(
      'completes',
    );
  });

  test('of several functions it is enough that one is on a stack', () => {
    expect(told(judge(asked('6.1', ['other', 'pipe_read'], asleep)))).toBe(inPipe);
    expect(told(judge(asked('6.1', ['other', 'another'], asleep)))).toBe('completes');
  });

  test('there is no atomic replace before 5.1, and one transition at a time', () => {
    const replace = asked('5.0', ['other'], asleep, { direction: 'replace' });
    expect(refusalOfTransition(replace)?.error).toBe('EINVAL');
    const second = asked('6.1', ['other'], asleep, { direction: 'disable', underWay: true });
    expect(refusalOfTransition(second)?.error).toBe('EBUSY');
  });
});

describe('idle tasks', () => {
  const busy = withTasks(lively, cpuHog(1));
  const onCpu1 = 'swapper/1 is sleeping on function';

  test.each([
    ['do_idle', {}, `stalls; ${onCpu1} do_idle`],
    ['do_idle', { direction: 'disable' }, `stalls; ${onCpu1} do_idle`],
    ['cpu_startup_entry', {}, `stalls; ${onCpu1} cpu_startup_entry`],
    // Entered once, at boot: no later patch finds its own or an earlier patch's function there.
    ['cpu_startup_entry', { direction: 'disable' }, 'completes'],
    ['cpu_startup_entry', { earlier: [['cpu_startup_entry']] }, 'completes; no-effect'],
  ] as const)('%s beside a hog, %o', (name, more, expected) => {
    expect(told(judge(asked('6.1', [name], busy, more)))).toBe(expected);
  });

  test('loading completes on an idle machine, and the idle tasks never enter the new function', () => {
    expect(told(judge(asked('6.1', ['cpu_startup_entry'], lively)))).toBe('completes; no-effect');
    expect(told(judge(asked('6.1', ['do_idle'], lively)))).toBe('completes');
  });

  test('disabling is unsafe after CPU hotplug: the idle task entered the new function and switches itself above it', () => {
    const disable = { direction: 'disable' } as const;
    const again = { ...lively, reonlined: [1] };
    expect(told(judge(asked('6.1', ['cpu_startup_entry'], again, disable)))).toBe(
      'completes; unsafe',
    );
    const hogged = { ...busy, reonlined: [1] };
    expect(told(judge(asked('6.1', ['cpu_startup_entry'], hogged, disable)))).toBe(
      `stalls; ${onCpu1} cpu_startup_entry`,
    );
    const thunk = { direction: 'disable', jumpThunks: true } as const;
    expect(told(judge(asked('6.1', ['cpu_startup_entry'], again, thunk)))).toBe('completes');
  });
});

describe('a reversal', () => {
  test('frees who could not be switched', () => {
    const verdict = with_(asked('6.1', ['pipe_read'], withTasks(lively, reader())), 'reverse');
    expect(verdict).toMatchObject({ outcome: 'completes', ending: 'reversed', seconds: 1.75 });
  });

  test('... but not who has entered a new function in the meantime', () => {
    const machine = withTasks(lively, reader(), latecomer);
    expect(told(with_(asked('6.1', ['pipe_read'], machine), 'reverse'))).toContain(
      'latecomer is sleeping on function pipe_read',
    );
    const thunk = asked('6.1', ['pipe_read'], machine, { jumpThunks: true });
    expect(with_(thunk, 'reverse').outcome).toBe('completes');
  });

  test('of a disable looks for the old functions', () => {
    const machine = withTasks(lively, cpuHog(1), reader());
    const disable = asked('6.1', ['pipe_read', 'cpu_startup_entry'], machine, {
      direction: 'disable',
    });
    expect(told(judge(disable))).toBe(inPipe);
    expect(told(with_(disable, 'reverse'))).toBe(
      'stalls; swapper/1 is sleeping on function cpu_startup_entry',
    );
  });

  test('counts the tries towards the fake signals anew', () => {
    const patient: Task = {
      ...latecomer,
      program: [
        { do: 'run-user', until: { kind: 'after', seconds: 0.5 } },
        ...sleeper('', 'user', {
          stack: ['schedule', 'pipe_read'],
          state: 'interruptible',
          wake: { kind: 'never' },
        }).program,
      ],
    };
    const { timed } = with_(
      asked('6.1', ['pipe_read'], withTasks(lively, reader(), patient)),
      'reverse',
    );
    expect(timed).toMatchObject({ seconds: 17.75, signalRounds: 1 });
  });

  test('takes handlers away, and so waits for a looping kernel thread where the kernel is built preemptible', () => {
    const loop = withTasks(lively, kernelHog('looper', 1, { stack: ['loop'], yields: true }));
    expect(told(with_(asked('6.1', ['leaf'], loop), 'reverse'))).toContain(
      'looper never leaves the CPU of its own will',
    );
    expect(with_(asked('5.10', ['leaf'], loop), 'reverse').timed.seconds).toBeDefined();
  });
});

describe('taking handlers away', () => {
  const rival: Task = { ...cpuHog(1), name: 'rival' };
  const loop = withTasks(lively, kernelHog('looper', 1, { stack: ['loop'], yields: true }), rival);

  test.each([
    ['a load does not', {}, true],
    ['a disable does', { direction: 'disable' }, false],
    [
      '... not while an earlier livepatch has the function',
      { direction: 'disable', earlier: [['leaf']] },
      true,
    ],
    [
      'a replace that reverts functions does',
      { direction: 'replace', earlier: [['other']] },
      false,
    ],
    ['... not one that reverts none', { direction: 'replace', earlier: [['leaf']] }, true],
  ] as const)('%s', (_title, more, completes) => {
    const { timed } = judge(asked('6.12', ['leaf'], loop, more));
    expect(timed.seconds !== undefined).toBe(completes);
  });
});

describe('force', () => {
  const mains = withTasks(
    lively,
    sleepingThread('thread', ['schedule', 'worker_thread', 'kthread']),
  );

  test('gives up consistency, and a thread in its own main function never enters the new one', () => {
    const verdict = with_(asked('6.1', ['worker_thread'], mains), 'force');
    expect(verdict).toMatchObject({ outcome: 'completes', ending: 'forced' });
    expect(verdict.flags).toEqual(expect.arrayContaining(['unsafe', 'no-effect']));
  });

  test.each([
    ['5.10', 'load', 'no patch module can be unloaded'],
    ['6.1', 'load', 'can still be unloaded'],
    ['6.1', 'disable', 'this patch module can never be unloaded'],
    ['7.3', 'replace', 'those that it replaces can never be unloaded'],
  ] as const)('on %s, %s: what can never be unloaded', (release, direction, expected) => {
    const outcomes = tryStrategies(asked(release, ['worker_thread'], mains, { direction }));
    expect(outcomes.find(({ id }) => id === 'force')?.risk).toContain(expected);
  });
});
