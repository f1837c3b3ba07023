import type { WakeUp } from '../../machine/model.ts';
import type { Actor, Model, Place } from '../engine/program.ts';
import { isBusy } from '../engine/scheduler.ts';
import type { Kind } from './alike.ts';
import type { Wakes } from './cell.ts';
import { wakeUps } from './wake-ups.ts';

/**
 * Whether sleepers that may wake up anywhere wake an idle CPU. `stirred`: something done from outside can
 * make each of them run.
 */
export function wakesBy(
  model: Model,
  cpu: number,
  outsiders: readonly Kind[],
  stirred: boolean,
): Wakes {
  if (model.scenario.machine.background) return 'will';
  const reach = outsiders.some(
    ({ one }) => one.cpus.includes(cpu) && (stirred || wakeUps(model, one) > 0),
  );
  return reach ? 'may' : 'never';
}

/** A visitor: the loop itself, which may come to this CPU and leave it, or is always there. */
export function visitorOf(actor: Actor, stay: 'always' | 'now-and-then'): Actor {
  const loop = actor.places.find(isBusy);
  if (loop === undefined) return actor;
  // A loop that ends by itself, into a sleep, leaves the CPU at last; others may move away or stay.
  const busy = actor.places.filter(isBusy);
  const ends =
    busy.length < actor.places.length && busy.every((place) => place.until.kind === 'after');
  const until: WakeUp =
    stay === 'always' ? { kind: 'never' } : ends ? loop.until : { kind: 'event' };
  const stays: Place = { ...loop, until };
  const away: Place = {
    ...loop,
    kind: 'sleep',
    state: 'uninterruptible',
    until: { kind: 'event' },
  };
  return { ...actor, places: stay === 'always' ? [stays] : [away, stays], born: true };
}
