/** What a sleep's length is given to, at the end of every timed wait: the argument (zero-based) and its unit. */
export interface TimedSleep {
  readonly argument: number;
  readonly unit: 'jiffies' | 'microseconds';
}

/**
 * `kernel/time/timer.c` (`sleep_timeout.c` since 6.14): `schedule_timeout()` takes jiffies, `usleep_range()` and
 * `usleep_range_state()` the shortest and the longest time.
 */
export const timedSleeps: ReadonlyMap<string, TimedSleep> = new Map<string, TimedSleep>([
  ['schedule_timeout', { argument: 0, unit: 'jiffies' }],
  ['usleep_range', { argument: 1, unit: 'microseconds' }],
  ['usleep_range_state', { argument: 1, unit: 'microseconds' }],
]);

/** What stands for a time that does not end (`include/linux/sched.h`, `limits.h`, `ktime.h`). */
export const endless: ReadonlySet<string> = new Set([
  'MAX_SCHEDULE_TIMEOUT',
  'LONG_MAX',
  'ULONG_MAX',
  'KTIME_MAX',
  'MAX_JIFFY_OFFSET',
]);

type Computation = (given: readonly number[], hz: number) => number | undefined;

function inJiffies(perSecond: number): Computation {
  return ([time], hz) => (time === undefined ? undefined : Math.ceil((time * hz) / perSecond));
}

const same: Computation = ([time]) => time;
const greatest: Computation = (given) => Math.max(...given);
const least: Computation = (given) => Math.min(...given);

/**
 * What the kernel's functions for times compute (`kernel/time/time.c`, `include/linux/jiffies.h`,
 * `kernel/time/timer.c` for the rounding, `include/linux/minmax.h`).
 */
export const computations: ReadonlyMap<string, Computation> = new Map<string, Computation>([
  ['secs_to_jiffies', inJiffies(1)],
  ['msecs_to_jiffies', inJiffies(1000)],
  ['usecs_to_jiffies', inJiffies(1_000_000)],
  ['nsecs_to_jiffies', inJiffies(1_000_000_000)],
  ['jiffies_to_msecs', ([time], hz) => (time === undefined ? undefined : (time * 1000) / hz)],
  ['round_jiffies_relative', same],
  ['__round_jiffies_relative', same],
  ['round_jiffies_up_relative', same],
  ['likely', same],
  ['unlikely', same],
  ['max', greatest],
  ['min', least],
]);

/**
 * What tells whether a signal came and not how long to wait: 0, or an error (`kernel/sched/wait.c`, `swait.c`).
 */
export const timeless: ReadonlySet<string> = new Set([
  'prepare_to_wait_event',
  'prepare_to_swait_event',
]);

/** `min_t(type, a, b)` and its like: the first argument is a type. */
export const typedComputations: ReadonlyMap<string, Computation> = new Map<string, Computation>([
  ['max_t', greatest],
  ['min_t', least],
]);
