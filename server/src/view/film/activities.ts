import type { IdleStacks, SleepState, Step } from '../../machine/model.ts';
import type { Activity } from '../model.ts';

/** Makes the activities of one film: it knows which functions are looked for. */
export class Activities {
  readonly #functions: ReadonlySet<string>;

  constructor(functions: readonly string[]) {
    this.#functions = new Set(functions);
  }

  #make(what: Activity['what'], label: string, stack: readonly string[]): Activity {
    return { what, label, stack, hit: stack.find((name) => this.#functions.has(name)) };
  }

  absent(): Activity {
    return this.#make('absent', '', []);
  }

  /** A CPU whose idle task runs: it has both its stacks, and no check looks at them. */
  idle({ inner, outer }: IdleStacks): Activity {
    return { ...this.#make('idle', 'idle', [...inner, ...outer]), hit: undefined };
  }

  /** A CPU that somebody else has: its idle task is found with what lies below `__schedule()`. */
  held(holder: string, { outer }: IdleStacks): Activity {
    return this.#make('runs', holder, outer);
  }

  stopped(stack: readonly string[]): Activity {
    return this.#make('sleeps', 'stopped', stack);
  }

  /** A task at a step of its program; `waits` when it is busy and another one has its CPU. */
  at(step: Step | undefined, has: 'cpu' | 'no-cpu', restarted: boolean): Activity {
    switch (step?.do) {
      case undefined:
        return this.#make('sleeps', sleepLabel('idle'), []);
      case 'sleep': {
        const stack = restarted ? (step.restarted ?? step.stack) : step.stack;
        return this.#make('sleeps', sleepLabel(step.state), stack);
      }
      case 'run-user':
        return has === 'cpu'
          ? this.#make('runs', 'runs in user mode', [])
          : this.#make('waits', 'waits for the CPU', step.preempted ?? []);
      case 'run-kernel':
        return has === 'cpu'
          ? this.#make('runs', 'runs in the kernel', step.stack)
          : this.#make('waits', 'waits for the CPU', step.stack);
      case 'run-guest':
        return has === 'cpu'
          ? this.#make('runs', 'runs its guest', step.stack)
          : this.#make('waits', 'waits for the CPU', step.stack);
      case 'fork':
      case 'exit':
        return this.absent();
    }
  }
}

function sleepLabel(state: SleepState): string {
  if (state === 'trapped') return 'frozen';
  return state === 'stopped' || state === 'traced' || state === 'parked' || state === 'frozen'
    ? state
    : `asleep, ${state}`;
}
