import { expect, test } from 'vitest';
import { cpuHog, idleMachine, sleeper, withTasks } from '../../machine/workloads.ts';
import { judge } from '../../transition/judge.ts';
import type { Scenario } from '../../transition/model.ts';
import { profileFor } from '../../transition/profiles.ts';
import { tryStrategies } from '../../transition/strategies/index.ts';
import { sayEnd } from '../description.ts';
import { filmText } from '../testing/film-text.ts';
import { readTrace } from '../testing/trace-text.ts';
import { filmOf } from './film.ts';

const hog: Scenario = {
  title: 'a CPU hog on CPU 1',
  profile: profileFor('6.1'),
  machine: withTasks(idleMachine(2, false), cpuHog(1)),
  functions: ['do_idle'],
  direction: 'load',
};

const sleeping: Scenario = {
  ...hog,
  title: 'a sleeper',
  machine: withTasks(
    idleMachine(1, true),
    sleeper('sleep', 'user', {
      stack: ['schedule', 'do_nanosleep', 'hrtimer_nanosleep'],
      state: 'interruptible',
      wake: { kind: 'never' },
    }),
  ),
  functions: ['hrtimer_nanosleep'],
};

const verdict = { outcome: 'stalls', flags: ['unsafe'] } as const;

function check(scenario: Scenario, trace: string): string {
  const events = readTrace(trace);
  return filmText(filmOf({ scenario, trace: events, verdict, strategy: undefined }));
}

test('a stall: tries that change nothing are one step, left out by the trace or not', () => {
  expect(
    check(
      hog,
      `0    |   |           | start    | the transition begins (load) | klp_start_transition
       0    | 0 |           | try      | try 1                        | klp_try_complete_transition
       0    |   | hog/1     | refused  | hog/1 is running             | klp_try_switch_task
       0    |   | swapper/0 | refused  | swapper/0 is sleeping on function do_idle | klp_try_switch_task
       0    |   | swapper/1 | refused  | swapper/1 is sleeping on function do_idle | klp_try_switch_task
       0    | 0 | swapper/0 | kick     | the idle CPU 0 is kicked     | wake_up_if_idle
       0    | 0 | swapper/0 | switched | swapper/0 switches itself: it came back to its loop | do_idle
       0    | 1 | hog/1     | switched | hog/1 switches itself on its way to user mode | exit_to_user_mode_loop
       1.75 | 0 |           | try      | try 2                        | klp_try_complete_transition
       1.75 |   | swapper/1 | refused  | swapper/1 is sleeping on function do_idle | klp_try_switch_task
       2.75 | 0 |           | try      | try 3                        | klp_try_complete_transition
       3.75 | 0 |           | try      | try 4                        | klp_try_complete_transition
       59.75 | 0 |          | try      | try 60                       | klp_try_complete_transition
       60   |   |           | open     | after 60 s the transition is still open |`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 0 s: Try 1 fails for 3 tasks. hog/1 is running. swapper/0 and swapper/1: each is sleeping on function do_idle.
    2 0 s: 1 idle CPU is kicked awake. wake_up_if_idle(): swapper/0.
    3 0 s: swapper/0 and hog/1 switch themselves. swapper/0 switches itself: it came back to its loop. hog/1 switches itself on its way to user mode.
    4 1.75 s: Try 2 fails for swapper/1. swapper/1 is sleeping on function do_idle.
    5 2.75 to 59.75 s: Tries 3 to 60 fail in the same way. swapper/1 is sleeping on function do_idle.
    6 60 s: After 60 s the transition is still open. swapper/1 is sleeping on function do_idle.

    CPU 0 (swapper/0): 0 idle; 1 work, 1 refused, 2 kick, 3 switched, 4 work, 5 work; switched at 3
    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle; 1 refused, 4 refused, 5 refused; never switched, blocks
    hog/1 (user task, CPU 1): 0 runs "runs in user mode"; 1 refused, 3 switched; switched at 3
    "
  `);
});

test('the kernel does things in one order, whatever order they are told in', () => {
  expect(
    check(
      hog,
      `0 |   |           | start    | the transition begins (load) |
       0 | 0 |           | try      | try 1                        | klp_try_complete_transition
       0 | 1 | swapper/1 | kick     | the idle CPU 1 is kicked     | wake_up_if_idle
       0 | 1 | swapper/1 | switched | swapper/1 switches itself: it came back to its loop | do_idle
       0 | 0 | swapper/0 | switched | swapper/0 is switched: off the CPU | klp_try_switch_task
       0 |   | hog/1     | refused  | hog/1 is running             | klp_try_switch_task`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 0 s: Try 1 fails for hog/1. hog/1 is running. swapper/0 is switched: off the CPU.
    2 0 s: 1 idle CPU is kicked awake. wake_up_if_idle(): swapper/1.
    3 0 s: swapper/1 switches itself: it came back to its loop.

    CPU 0 (swapper/0): 0 idle; 1 work, 1 switched; switched at 1
    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle; 2 kick, 3 switched; switched at 3
    hog/1 (user task, CPU 1): 0 runs "runs in user mode"; 1 refused; never switched, blocks
    "
  `);
});

test('a fake signal ends a sleep, and the last try finds everybody switched', () => {
  expect(
    check(
      sleeping,
      `0     |   |       | start    | the transition begins (load) |
       0     | 0 |       | try      | try 1                       | klp_try_complete_transition
       0     |   | sleep | refused  | sleep is sleeping on function hrtimer_nanosleep | klp_try_switch_task
       0     | 0 | swapper/0 | switched | swapper/0 is switched: off the CPU | klp_try_switch_task
       1.75  | 0 |       | try      | try 2                       | klp_try_complete_transition
       15.75 | 0 |       | try      | try 16                      | klp_try_complete_transition
       15.75 | 0 | sleep | signal   | sleep gets a fake signal    | set_notify_signal
       15.75 | 0 | sleep | run      | sleep has CPU 0             | __schedule
       15.75 | 0 | sleep | switched | sleep switches itself on its way to user mode | exit_to_user_mode_loop
       16.75 | 0 |       | try      | try 17                      | klp_try_complete_transition
       16.75 |   |       | complete | the transition completes    | klp_complete_transition`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 0 s: Try 1 fails for sleep. sleep is sleeping on function hrtimer_nanosleep. swapper/0 is switched: off the CPU.
    2 1.75 to 14.75 s: Tries 2 to 15 fail in the same way. sleep is sleeping on function hrtimer_nanosleep.
    3 15.75 s: Try 16 fails for sleep. sleep is sleeping on function hrtimer_nanosleep.
    4 15.75 s: Fake signals, round 1: sleep. sleep gets a fake signal.
    5 15.75 s: sleep switches itself. sleep has CPU 0. sleep switches itself on its way to user mode.
    6 16.75 s: Try 17 finds every task switched.
    7 16.75 s: The transition completes. Unsafe: code that is taken away can still be on a stack.

    CPU 0 (swapper/0): 0 idle; 1 work, 1 switched, 2 work, 3 work, 5 work, 6 work; switched at 1
    sleep (user task): 0 sleeps "asleep, interruptible" on hrtimer_nanosleep; 1 refused, 2 refused, 3 refused, 4 signal, 5 work, 5 switched; switched at 5
    "
  `);
});

test('a strategy takes the CPU from a hog', () => {
  expect(
    check(
      hog,
      `0    |   |           | start    | the transition begins (load) |
       1    |   |           | strategy | SIGSTOP to hog/1            |
       1    | 1 | hog/1     | sleep    | hog/1 stops on its way to user mode | do_signal_stop
       1    | 1 | swapper/1 | switched | swapper/1 switches itself: it came back to its loop | do_idle
       1.75 | 0 |           | try      | try 2                       | klp_try_complete_transition
       1.75 |   |           | complete | the transition completes    | klp_complete_transition`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 1 s: Strategy: SIGSTOP to hog/1.
    2 1 s: swapper/1 switches itself. hog/1 stops on its way to user mode. swapper/1 switches itself: it came back to its loop.
    3 1.75 s: Try 2 finds every task switched.
    4 1.75 s: The transition completes. Unsafe: code that is taken away can still be on a stack.

    CPU 0 (swapper/0): 0 idle; 3 work; switched at 4
    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle, 2 idle; 2 switched; switched at 2
    hog/1 (user task, CPU 1): 0 runs "runs in user mode", 2 sleeps "stopped"; 2 work; switched at 4
    "
  `);
});

test('all are switched, and the completion hangs', () => {
  expect(
    check(
      hog,
      `0    |   |           | start   | the transition begins (load)    |
       1.75 | 0 |           | try     | try 2                           | klp_try_complete_transition
       1.75 |   | kworker/1 | refused | kworker/1 is waiting for the CPU | klp_try_switch_task
       60   |   |           | open    | after 60 s the transition is still open |`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 1.75 s: Try 2 finds every task switched, but the completion hangs. kworker/1 is waiting for the CPU.
    2 60 s: After 60 s the transition is still open. kworker/1 is waiting for the CPU.

    CPU 0 (swapper/0): 0 idle; 1 work; never switched, blocks
    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle; 1 refused; never switched, blocks
    hog/1 (user task, CPU 1): 0 runs "runs in user mode"; no marks; never switched, blocks
    "
  `);
});

test('a part of the machine: only the lanes that the run speaks of', () => {
  expect(
    check(
      hog,
      `0    |   |           | try     | try 1                           |
       0    |   | swapper/1 | refused | swapper/1 is running            | klp_try_switch_task
       1.75 |   |           | try     | try 2                           |
       1.75 |   | swapper/1 | refused | swapper/1 is running            | klp_try_switch_task
       1.75 |   |           | open    | from here it can stay open for ever |`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: Try 1 fails for swapper/1. swapper/1 is running.
    1 1.75 s: Try 2 fails for swapper/1. swapper/1 is running.
    2 1.75 s: From here it can stay open for ever. swapper/1 is running.

    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle; 0 refused, 1 refused; never switched, blocks
    "
  `);
});

test('a reverse: who was switched goes back, who was not is there already', () => {
  expect(
    check(
      hog,
      `0    |   |           | start    | the transition begins (load) |
       0    | 0 |           | try      | try 1                       | klp_try_complete_transition
       0    |   | swapper/1 | refused  | swapper/1 is sleeping on function do_idle | klp_try_switch_task
       0    | 1 | hog/1     | switched | hog/1 switches itself on its way to user mode | exit_to_user_mode_loop
       1    |   |           | strategy | the transition is reversed  |
       1    | 1 | hog/1     | switched | hog/1 switches itself on its way to user mode | exit_to_user_mode_loop
       1.75 | 0 |           | try      | try 2                       | klp_try_complete_transition
       1.75 |   |           | complete | the transition completes    | klp_complete_transition`,
    ),
  ).toMatchInlineSnapshot(`
    "
    0 0 s: The transition begins (load): every task is to go from old code to new code.
    1 0 s: Try 1 fails for swapper/1. swapper/1 is sleeping on function do_idle.
    2 0 s: hog/1 switches itself on its way to user mode.
    3 1 s: Strategy: the transition is reversed. Every task is to go back to old code.
    4 1 s: hog/1 switches itself on its way to user mode.
    5 1.75 s: Try 2 finds every task switched.
    6 1.75 s: The transition completes. Reversed: every task has old code again. Unsafe: code that is taken away can still be on a stack.

    CPU 0 (swapper/0): 0 idle; 1 work, 5 work; never switched
    CPU 1 (swapper/1): 0 runs "hog/1" on do_idle; 1 refused; never switched
    hog/1 (user task, CPU 1): 0 runs "runs in user mode"; 2 switched, 4 switched; switched at 2, back at 4
    "
  `);
});

test('every strategy of the simulator: what is drawn ends as the run does', () => {
  for (const asked of [hog, sleeping]) {
    for (const strategy of tryStrategies(asked)) {
      const scenario = strategy.asked ?? asked;
      const { verdict, title } = strategy;
      const film = filmOf({ scenario, trace: verdict.trace, verdict, strategy: title });
      const isAfter = strategy.id !== 'reverse';
      const ends = film.lanes.map(({ states }) => states.at(-1)?.isAfter);
      if (film.ends === 'complete') expect(new Set(ends), title).toEqual(new Set([isAfter]));
      else expect(film.lanes.some((lane) => lane.blocks)).toBe(true);
    }
  }
});

test('a proof for a part of the machine claims no time', () => {
  const scenario: Scenario = { ...sleeping, profile: profileFor('4.12') };
  const event = { kind: 'event' } as const;
  const machine = withTasks(
    idleMachine(2, true),
    sleeper('sleep', 'user', {
      stack: ['hrtimer_nanosleep'],
      state: 'interruptible',
      wake: event,
    }),
  );
  const asked = { ...scenario, machine };
  const verdict = judge(asked);
  const ends = [verdict.trace, verdict.otherTrace].map((trace) =>
    sayEnd(filmOf({ scenario: asked, trace, verdict, strategy: undefined })),
  );
  expect(ends).toEqual(['still open after 60 s', 'can complete']);
});

test('no events, no steps', () => {
  const film = filmOf({ scenario: hog, trace: [], verdict, strategy: undefined });
  expect(film.steps).toEqual([]);
  expect(film.ends).toBe('open');
});

test.each(['5.10', '6.1', '6.12', '7.3'])('runs of the simulator on %s: no event is lost', (id) => {
  for (const asked of [hog, sleeping]) {
    const scenario = { ...asked, profile: profileFor(id) };
    const verdict = judge(scenario);
    const { trace, tries } = verdict;
    const film = filmOf({ scenario, trace, verdict, strategy: undefined });
    expect(film.steps.reduce((sum, step) => sum + step.tries, 0)).toBe(tries);
    const words = film.steps.flatMap(({ title, details }) => [title, ...details]).join('\n');
    for (const { what, task } of trace)
      if (task !== undefined && what !== 'kick') expect(words).toContain(task);
    const marked = new Set(
      film.lanes.flatMap(({ id: lane, marks }) =>
        marks.some((mark) => mark.kind === 'switched') ? [lane] : [],
      ),
    );
    const told = new Set(trace.flatMap(({ what, task }) => (what === 'switched' ? [task] : [])));
    expect(marked.size).toBe(told.size);
  }
});
