import type { WaitState } from '../model.ts';

/** The states that no signal ends: only the one who put the task into them does. */
export const heldStates: ReadonlySet<WaitState> = new Set([
  'stopped',
  'traced',
  'parked',
  'frozen',
]);

/** A task state as a wait sees it. */
export interface TaskState {
  readonly state: WaitState;
  /** TASK_FREEZABLE is in it. */
  readonly freezable: boolean;
}

/**
 * Reads an expression of `TASK_*` constants (`include/linux/sched.h`). The weakest condition for
 * waking decides: `TASK_WAKEKILL | TASK_UNINTERRUPTIBLE` is killable. `undefined` for what is no
 * sleeping state:
 * `TASK_RUNNING`, `TASK_NORMAL`, `TASK_DEAD`, `MAX_SCHEDULE_TIMEOUT`.
 */
export function readTaskState(text: string): TaskState | undefined {
  const names = new Set(text.match(/\b_*TASK_\w+/g) ?? []);
  const freezable = names.has('TASK_FREEZABLE') || names.has('TASK_FREEZABLE_UNSAFE');
  const has = (...wanted: readonly string[]): boolean => wanted.some((name) => names.has(name));
  if (has('TASK_STOPPED', '__TASK_STOPPED')) return { state: 'stopped', freezable };
  if (has('TASK_TRACED', '__TASK_TRACED')) return { state: 'traced', freezable };
  if (has('TASK_PARKED')) return { state: 'parked', freezable };
  if (has('TASK_FROZEN')) return { state: 'frozen', freezable };
  if (has('TASK_INTERRUPTIBLE')) return { state: 'interruptible', freezable };
  if (has('TASK_KILLABLE', 'TASK_WAKEKILL')) return { state: 'killable', freezable };
  if (has('TASK_IDLE', 'TASK_NOLOAD')) return { state: 'idle', freezable };
  if (has('TASK_UNINTERRUPTIBLE', 'TASK_RTLOCK_WAIT')) {
    return { state: 'uninterruptible', freezable };
  }
  return undefined;
}
