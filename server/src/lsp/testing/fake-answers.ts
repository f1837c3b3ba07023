import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { idleMachine } from '../../machine/workloads.ts';
import type { FunctionAnswer } from '../../stacks/model.ts';
import type { Scenario, StrategyOutcome, Verdict } from '../../transition/model.ts';
import { profileFor } from '../../transition/profiles.ts';

/** The kernel that fake answers speak of. */
export const fakeProfile = profileFor('6.1');

const completes: Verdict = {
  outcome: 'completes',
  ending: 'switched',
  seconds: 2,
  bounded: true,
  tries: 2,
  signalRounds: 0,
  blockers: [],
  firstTry: [],
  flags: [],
  trace: [],
  otherTrace: [],
  timed: {
    seconds: 2,
    limit: 60,
    tries: 2,
    signalRounds: 0,
    blockers: [],
    firstTry: [],
    trace: [],
  },
  proof: { complete: true, states: 1 },
};

function stallsOn(task: string, fn: string): Verdict {
  const blocker = { task, reason: 'is sleeping on function', function: fn } as const;
  return {
    ...completes,
    outcome: 'stalls',
    seconds: undefined,
    blockers: [blocker],
    firstTry: [blocker],
  };
}

function strategies(name: string): readonly StrategyOutcome[] {
  return [
    {
      id: 'stop-hog',
      title: 'Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT)',
      explanation: 'The idle task runs while the hog is stopped, and switches itself.',
      risk: 'The hog makes no progress meanwhile.',
      verdict: completes,
      helps: true,
    },
    {
      id: 'flush-schedule-on-each-cpu',
      title: 'Flush with an empty work item on each CPU',
      explanation: 'The kworker runs instead of the idle task.',
      risk: '',
      verdict: stallsOn('swapper/1', name),
      helps: false,
    },
  ];
}

function asked(title: string, name: string): Scenario {
  return {
    title,
    profile: fakeProfile,
    machine: idleMachine(2, false),
    functions: [name],
    direction: 'load',
  };
}

/** Two scenarios for a function on the idle task's stack. */
export function idleVerdicts(name: string): readonly ScenarioVerdict[] {
  return [
    {
      scenario: 'idle',
      title: 'idle CPUs that nothing wakes',
      profile: fakeProfile,
      asked: asked('idle CPUs that nothing wakes', name),
      verdict: completes,
      strategies: [],
    },
    {
      scenario: 'hog',
      title: 'a CPU-bound task on CPU 1',
      profile: fakeProfile,
      asked: asked('a CPU-bound task on CPU 1', name),
      verdict: stallsOn('swapper/1', name),
      strategies: strategies(name),
    },
  ];
}

/** `do_idle`, on the stack of every idle task. */
export const doIdle: FunctionAnswer = {
  name: 'do_idle',
  file: 'kernel/sched/idle.c',
  line: 258,
  patchable: { answer: 'yes', reason: 'ftrace can hook it', evidence: 'no notrace in the source' },
  entry: { when: 'call', evidence: '' },
  residency: [
    {
      kind: 'idle-outer',
      business: 'main',
      task: 'swapper/N',
      wait: undefined,
      path: [
        {
          function: 'cpu_startup_entry',
          file: 'kernel/sched/idle.c',
          line: 400,
          certainty: 'certain',
        },
        { function: 'do_idle', file: 'kernel/sched/idle.c', line: 326, certainty: 'certain' },
        {
          function: 'schedule_idle',
          file: 'kernel/sched/core.c',
          line: 6570,
          certainty: 'certain',
        },
      ],
      evidence: 'do_idle() calls schedule_idle() at kernel/sched/idle.c:326.',
      certainty: 'certain',
    },
  ],
  effectiveSet: ['do_idle'],
};

/** `cmdline_proc_show`, on no stack. */
export const cmdlineProcShow: FunctionAnswer = {
  name: 'cmdline_proc_show',
  file: 'fs/proc/cmdline.c',
  line: 7,
  patchable: { answer: 'yes', reason: 'ftrace can hook it', evidence: 'no notrace in the source' },
  entry: { when: 'call', evidence: '' },
  residency: [
    {
      kind: 'leaf',
      business: 'main',
      task: 'whoever reads /proc/cmdline',
      wait: undefined,
      path: [],
      evidence: 'No call below cmdline_proc_show() sleeps.',
      certainty: 'certain',
    },
  ],
  effectiveSet: ['cmdline_proc_show'],
};
