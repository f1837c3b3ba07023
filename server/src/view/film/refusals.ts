import type { TraceEvent } from '../../transition/model.ts';
import type { Act } from './acts.ts';

/** A task that a try could not switch. */
export interface Refusal {
  readonly task: string;
  /** "is running", "is sleeping on function do_idle". */
  readonly words: string;
}

/** A try's act with those that refused it; empty when every task is switched. */
export interface Attempt {
  readonly act: Act;
  readonly refusals: readonly Refusal[];
  /** The same as at the try before, and nothing else came of it. */
  readonly isQuiet: boolean;
}

/** What an event says of its task, without the task's name. */
export function wordsOf(event: TraceEvent): string {
  const name = event.task ?? '';
  return event.text.startsWith(`${name} `) ? event.text.slice(name.length + 1) : event.text;
}

/** Whether an event turns the transition round (`klp_reverse_transition()`). */
export function isReverse({ what, text }: TraceEvent): boolean {
  return what === 'strategy' && text === 'the transition is reversed';
}

function refusalsIn(act: Act): readonly Refusal[] {
  return act.events
    .filter((event) => event.what === 'refused')
    .map((event) => ({ task: event.task ?? '', words: wordsOf(event) }));
}

function alike(left: readonly Refusal[], right: readonly Refusal[]): boolean {
  const key = ({ task, words }: Refusal): string => `${task} ${words}`;
  const others = new Set(right.map(key));
  return left.length === right.length && left.every((one) => others.has(key(one)));
}

/**
 * Who refused at each try. A run against the clock reports refusals only when they changed; a try
 * without any then has those of the one before, but for the last try of a run that completes.
 */
export function attemptsIn(acts: readonly Act[]): ReadonlyMap<Act, Attempt> {
  const tries = acts.filter((act) => act.kind === 'try');
  const isTimed = acts[0]?.kind === 'start';
  const completes = acts.at(-1)?.kind === 'complete';
  const attempts = new Map<Act, Attempt>();
  let before: readonly Refusal[] = [];
  for (const act of tries) {
    const told = refusalsIn(act);
    const isLast = act === tries.at(-1);
    const carries = told.length === 0 && isTimed && !(isLast && completes);
    const refusals = carries ? before : told;
    const didMore = act.events.some((event) => event.what === 'switched');
    const isQuiet = refusals.length > 0 && alike(refusals, before) && !didMore;
    attempts.set(act, { act, refusals, isQuiet });
    before = refusals;
  }
  return attempts;
}
