import type { TraceEvent } from '../../transition/model.ts';
import type { StepKind } from '../model.ts';

/** Events that make one step. */
export interface Act {
  readonly kind: Exclude<StepKind, 'quiet-tries'>;
  readonly seconds: number;
  readonly events: readonly TraceEvent[];
}

const openers: readonly TraceEvent['what'][] = ['start', 'try', 'strategy', 'complete', 'open'];

/** In which order the phases of one try are told, whatever order the run reported them in. */
const phases = ['try', 'kick', 'signal', 'rest'] as const;

function phaseOf(event: TraceEvent): (typeof phases)[number] {
  if (event.what === 'try' || event.what === 'refused') return 'try';
  if (event.what === 'switched' && event.by === 'klp_try_switch_task') return 'try';
  if (event.what === 'kick' || event.what === 'signal') return event.what;
  return 'rest';
}

function kindOf(phase: (typeof phases)[number], events: readonly TraceEvent[]): Act['kind'] {
  if (phase !== 'rest') return phase;
  return events.some((event) => event.what === 'switched') ? 'switch' : 'move';
}

/** Events from one opener (or change of time) up to the next. */
function chunks(trace: readonly TraceEvent[]): readonly (readonly TraceEvent[])[] {
  const all: TraceEvent[][] = [];
  for (const event of trace) {
    const open = all.at(-1);
    const isNew = openers.includes(event.what) || open?.[0]?.seconds !== event.seconds;
    if (open === undefined || isNew) all.push([event]);
    else open.push(event);
  }
  return all;
}

function actsOf(chunk: readonly TraceEvent[]): readonly Act[] {
  const [opener] = chunk;
  if (opener === undefined) return [];
  const { seconds } = opener;
  const isOwn = opener.what !== 'try' && openers.includes(opener.what);
  const rest = isOwn ? chunk.slice(1) : chunk;
  const acts = phases.flatMap((phase): Act[] => {
    const events = rest.filter((event) => phaseOf(event) === phase);
    return events.length === 0 ? [] : [{ kind: kindOf(phase, events), seconds, events }];
  });
  const { what } = opener;
  if (what === 'start' || what === 'strategy' || what === 'complete' || what === 'open')
    return [{ kind: what, seconds, events: [opener] }, ...acts];
  return acts;
}

const tryText = /^try (\d+)$/;

function numberOf(event: TraceEvent | undefined): number | undefined {
  const number = event?.what === 'try' ? tryText.exec(event.text)?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

/** The tries that a trace leaves out: of a row in which nothing else happens it keeps the first and the last. */
function missingBefore(event: TraceEvent, before: TraceEvent | undefined): readonly TraceEvent[] {
  const number = numberOf(event);
  const last = numberOf(before);
  if (number === undefined || last === undefined || number - last < 2) return [];
  return Array.from({ length: number - last - 1 }, (_, index) => {
    const missing = last + 1 + index;
    // From the third try on there is one every second (`klp_try_complete_transition()`).
    return { ...event, seconds: event.seconds - (number - missing), text: `try ${missing}` };
  });
}

function withEveryTry(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  return trace.flatMap((event, index) => [...missingBefore(event, trace[index - 1]), event]);
}

/**
 * Cuts a trace into acts, in the order in which the kernel does things: a try with all that it switched
 * and refused, then its kicks, then its signals, then what tasks do themselves.
 */
export function actsIn(trace: readonly TraceEvent[]): readonly Act[] {
  return chunks(withEveryTry(trace)).flatMap(actsOf);
}
