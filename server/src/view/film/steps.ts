import type { Direction, TraceEvent, Verdict } from '../../transition/model.ts';
import type { Film, StateNames, Step } from '../model.ts';
import { count, sayNames } from '../names.ts';
import type { Act } from './acts.ts';
import { type Attempt, isReverse, type Refusal, wordsOf } from './refusals.ts';

/** A step with the acts it tells of; the lanes are made from those. */
export interface Scene {
  readonly step: Step;
  readonly events: readonly TraceEvent[];
  readonly refusals: readonly Refusal[];
}

/** What the two patch states are called in each direction. */
export const stateNames: Readonly<Record<Direction, StateNames>> = {
  load: { before: 'old code', after: 'new code' },
  replace: { before: 'earlier patch', after: 'new patch' },
  disable: { before: 'patched', after: 'unpatched' },
};

/** "a is running"; for several "a, b and c: each is running". */
function together(fates: readonly Refusal[]): readonly string[] {
  const byWords = new Map<string, string[]>();
  for (const { task, words } of fates) {
    const tasks = byWords.get(words);
    if (tasks === undefined) byWords.set(words, [task]);
    else tasks.push(task);
  }
  return [...byWords].map(([words, tasks]) =>
    tasks.length === 1 ? `${tasks[0]} ${words}` : `${sayNames(tasks)}: each ${words}`,
  );
}

function fatesOf(events: readonly TraceEvent[]): readonly Refusal[] {
  return events.map((event) => ({ task: event.task ?? '', words: wordsOf(event) }));
}

function tasksOf(events: readonly TraceEvent[]): readonly string[] {
  return [...new Set(events.flatMap((event) => event.task ?? []))];
}

const numberOfTry = /\d+/;

function tryTitle({ act, refusals }: Attempt): string {
  const named = act.events.find((event) => event.what === 'try');
  if (named === undefined) return 'The retry work does not get its CPU';
  const number = numberOfTry.exec(named.text)?.[0] ?? '';
  const tasks = refusals.map((one) => one.task);
  if (tasks.length === 0) return `Try ${number} finds every task switched`;
  const completion = refusals.every(({ words }) => !isRefusalOfTry(words));
  if (completion) return `Try ${number} finds every task switched, but the completion hangs`;
  return `Try ${number} fails ${tasks.length === 1 ? `for ${tasks[0]}` : `for ${tasks.length} tasks`}`;
}

/** A reason that comes from the stack check, not from the completion that waits for a CPU or for RCU. */
function isRefusalOfTry(words: string): boolean {
  return words !== 'is waiting for the CPU' && words !== 'never leaves the CPU of its own will';
}

function tryScene(attempt: Attempt): Scene {
  const { act, refusals } = attempt;
  const switched = act.events.filter((event) => event.what === 'switched');
  const tries = act.events.some((event) => event.what === 'try') ? 1 : 0;
  const details = [...together(refusals), ...together(fatesOf(switched))];
  const { seconds } = act;
  const step: Step = {
    kind: 'try',
    seconds,
    until: seconds,
    tries,
    title: tryTitle(attempt),
    details,
  };
  return { step, events: act.events, refusals };
}

function numbers(attempts: readonly Attempt[]): readonly string[] {
  return attempts.flatMap(
    ({ act }) => act.events.flatMap((event) => numberOfTry.exec(event.text)?.[0] ?? [])[0] ?? [],
  );
}

function quietScene(attempts: readonly Attempt[]): Scene {
  const [first] = attempts;
  const all = numbers(attempts);
  const seconds = first?.act.seconds ?? 0;
  const until = attempts.at(-1)?.act.seconds ?? seconds;
  const refusals = first?.refusals ?? [];
  const named = all.length === 1 ? `Try ${all[0]} fails` : `Tries ${all[0]} to ${all.at(-1)} fail`;
  const step: Step = {
    kind: 'quiet-tries',
    seconds,
    until,
    tries: attempts.length,
    title: `${named} in the same way`,
    details: together(refusals),
  };
  return { step, events: attempts.flatMap(({ act }) => act.events), refusals };
}

function startTitle(direction: Direction): string {
  const { before, after } = stateNames[direction];
  return `The transition begins (${direction}): every task is to go from ${before} to ${after}`;
}

function titleOf(act: Act, direction: Direction, round: number): string {
  const tasks = tasksOf(act.events);
  switch (act.kind) {
    case 'start':
      return startTitle(direction);
    case 'kick':
      return `${count(tasks.length, 'idle CPU')} ${tasks.length === 1 ? 'is' : 'are'} kicked awake`;
    case 'signal':
      return `Fake signals, round ${round}: ${sayNames(tasks)}`;
    case 'switch': {
      const switched = tasksOf(act.events.filter((event) => event.what === 'switched'));
      if (act.events.length === 1) return act.events[0]?.text ?? '';
      return switched.length === 1
        ? `${switched[0]} switches itself`
        : `${sayNames(switched)} switch themselves`;
    }
    case 'move':
      return sayNames(together(fatesOf(act.events)));
    case 'strategy':
      return `Strategy: ${act.events[0]?.text ?? ''}`;
    case 'complete':
    case 'open':
    case 'try':
      return capital(act.events[0]?.text ?? '');
  }
}

function detailsOf(act: Act, blockers: readonly Refusal[]): readonly string[] {
  if (act.kind === 'open') return together(blockers);
  if (act.kind === 'switch' && act.events.length === 1) return [];
  if (act.kind === 'switch' || act.kind === 'signal') return together(fatesOf(act.events));
  return act.kind === 'kick' ? [`wake_up_if_idle(): ${sayNames(tasksOf(act.events))}`] : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const flagWords: Readonly<Record<Verdict['flags'][number], string>> = {
  'no-effect': 'No effect everywhere: some task never enters the new code',
  unsafe: 'Unsafe: code that is taken away can still be on a stack',
};

function leftBehind(kind: Act['kind'], flags: Verdict['flags']): readonly string[] {
  return kind === 'complete' ? flags.map((flag) => flagWords[flag]) : [];
}

/** The scenes of a run, in order; tries that change nothing are drawn together. */
export function scenesOf(
  acts: readonly Act[],
  attempts: ReadonlyMap<Act, Attempt>,
  { direction, flags }: Pick<Film, 'direction' | 'flags'>,
): readonly Scene[] {
  const scenes: Scene[] = [];
  let quiet: Attempt[] = [];
  let round = 0;
  let isReversed = false;
  const { before } = stateNames[direction];
  let blockers: readonly Refusal[] = [];
  const endQuiet = (): void => {
    if (quiet.length > 0) scenes.push(quietScene(quiet));
    quiet = [];
  };
  for (const [index, act] of acts.entries()) {
    const attempt = attempts.get(act);
    const isAlone = acts[index + 1]?.seconds !== act.seconds;
    if (attempt?.isQuiet === true && isAlone) {
      quiet.push(attempt);
      continue;
    }
    endQuiet();
    if (attempt !== undefined) {
      blockers = attempt.refusals;
      scenes.push(tryScene(attempt));
      continue;
    }
    if (act.kind === 'signal') round += 1;
    const { seconds, kind } = act;
    const title = titleOf(act, direction, round);
    const isTurned = act.events.some(isReverse);
    if (isTurned) isReversed = !isReversed;
    const details = [
      ...detailsOf(act, blockers),
      ...(isTurned ? [`Every task is to go back to ${before}`] : []),
      ...(isReversed && kind === 'complete' ? [`Reversed: every task has ${before} again`] : []),
      ...leftBehind(kind, flags),
    ];
    scenes.push({
      step: { kind, seconds, until: seconds, tries: 0, title, details },
      events: act.events,
      refusals: kind === 'open' ? blockers : [],
    });
  }
  endQuiet();
  return scenes;
}
