import type { Actor, Model, Place } from '../engine/program.ts';
import { isBusy } from '../engine/scheduler.ts';
import { startOf } from '../engine/start.ts';
import type { State } from '../engine/state.ts';
import type { Cell, Wakes } from './cell.ts';

/** Alike tasks on one CPU that are looked at: one is not alone, further ones change nothing. */
const ALIKE = 2;

function isLoop(actor: Actor): boolean {
  return actor.places.some(isBusy);
}

function roams(actor: Actor): boolean {
  return actor.cpus.length > 1;
}

function placeKey(place: Place): string {
  const hits = `${place.hit !== undefined}${place.restartedHit !== undefined}`;
  return [
    place.kind,
    hits,
    place.state,
    place.freezable,
    JSON.stringify(place.until),
    place.yields,
    place.child,
  ].join(':');
}

function actorKey(actor: Actor): string {
  const { kind, rank, shares, unreliable, born, cpus } = actor;
  return [kind, rank, shares, unreliable, born, cpus.join('.'), ...actor.places.map(placeKey)].join(
    ' ',
  );
}

/** Joins CPUs that tasks tie together. */
class Groups {
  private readonly parent: number[];

  constructor(size: number) {
    this.parent = Array.from({ length: size }, (_, index) => index);
  }

  of(index: number): number {
    let at = index;
    for (let up = this.parent[at] ?? at; up !== at; up = this.parent[at] ?? at) at = up;
    return at;
  }

  join(left: number, right: number): void {
    this.parent[this.of(left)] = this.of(right);
  }
}

/** Actors tied together by a fork or by waiting for an exit. */
function tiedTo(model: Model, actor: Actor): readonly Actor[] {
  return actor.places.flatMap((place) => {
    const { until } = place;
    const waitedFor =
      until.kind === 'exit' ? model.actors.find((a) => a.name === until.of) : undefined;
    const child = place.kind === 'fork' ? model.actors[place.child] : undefined;
    return [waitedFor, child].filter((other) => other !== undefined);
  });
}

/** Alike tasks: one of them, how many there are, and how many begin on each CPU. */
interface Kind {
  readonly one: Actor;
  readonly count: number;
  readonly startsOn: ReadonlyMap<number, number>;
}

function kindsOf(actors: readonly Actor[], start: State): readonly Kind[] {
  const kinds = new Map<string, { one: Actor; count: number; startsOn: Map<number, number> }>();
  for (const actor of actors) {
    const key = actorKey(actor);
    const kind = kinds.get(key) ?? { one: actor, count: 0, startsOn: new Map<number, number>() };
    const cpu = start.cpu(actor.index);
    kind.count += 1;
    kind.startsOn.set(cpu, (kind.startsOn.get(cpu) ?? 0) + 1);
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

/** Whether a sleeper ever wakes up from its first sleep: by itself, by an event, or by fake signals. */
function canWake({ profile }: Model, { places, unreliable }: Actor): boolean {
  const [first] = places;
  if (first === undefined || first.until.kind !== 'never') return first !== undefined;
  const checked = profile.consistency === 'per-task' && profile.reliableStacks && !unreliable;
  const stays = !checked || first.hit !== undefined;
  return stays && first.state === 'interruptible' && profile.signalFirstTry !== undefined;
}

function wakesBy(model: Model, cpu: number, outsiders: readonly Kind[]): Wakes {
  if (model.scenario.machine.background) return 'will';
  const reach = outsiders.some(({ one }) => one.cpus.includes(cpu) && canWake(model, one));
  return reach ? 'may' : 'never';
}

interface Part {
  readonly cpus: readonly number[];
  readonly actors: readonly Actor[];
  readonly visitors: readonly Actor[];
}

/** Keeps {@link ALIKE} of each kind of task that nothing else refers to. */
function withoutMoreOfTheSame(actors: readonly Actor[], tied: ReadonlySet<Actor>): Actor[] {
  const seen = new Map<string, number>();
  return actors.filter((actor) => {
    if (tied.has(actor)) return true;
    const key = actorKey(actor);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= ALIKE;
  });
}

/** A visitor: the loop itself, which may come to this CPU and leave it, or is always there. */
function visitorOf(actor: Actor, stay: 'always' | 'at-first' | 'later'): Actor {
  const loop = actor.places.find(isBusy);
  if (loop === undefined) return actor;
  const stays: Place = { ...loop, until: { kind: stay === 'always' ? 'never' : 'event' } };
  const away: Place = {
    ...loop,
    kind: 'sleep',
    state: 'uninterruptible',
    until: { kind: 'event' },
  };
  const places = { always: [stays], 'at-first': [stays, away], later: [away, stays] };
  return { ...actor, places: places[stay], born: true };
}

class Splitter {
  private readonly tied: ReadonlySet<Actor>;
  /** Alike loops that roam, and how many there are of each kind. */
  private readonly roamingLoops: readonly Kind[];
  private readonly roamingSleepers: readonly Kind[];
  private readonly crowded = new Map<string, boolean>();

  constructor(private readonly model: Model) {
    const pairs = model.actors.flatMap((actor) =>
      tiedTo(model, actor).flatMap((other) => [actor, other]),
    );
    this.tied = new Set(pairs);
    const start = startOf(model);
    const free = model.actors.filter((actor) => roams(actor) && !this.tied.has(actor));
    this.roamingLoops = kindsOf(free.filter(isLoop), start);
    this.roamingSleepers = kindsOf(
      free.filter((actor) => !isLoop(actor)),
      start,
    );
  }

  private build(part: Part, wakes: readonly Wakes[], chance: boolean): Cell {
    const { model } = this;
    const everyone = [...part.actors, ...part.visitors];
    const local = new Map(part.cpus.map((cpu, index) => [cpu, index]));
    const places = new Map(everyone.map((actor, index) => [actor.index, index]));
    const actors = everyone.map((actor, index): Actor => {
      const cpus = actor.cpus.flatMap((cpu) => local.get(cpu) ?? []);
      return {
        ...actor,
        index,
        cpus: cpus.length > 0 ? cpus : [0],
        places: actor.places.map((place) => ({ ...place, child: places.get(place.child) ?? -1 })),
      };
    });
    const size = Math.max(1, part.cpus.length);
    const tickless = part.cpus.map((cpu) => model.tickless[cpu] === true);
    const visitors = new Set(part.visitors.map((_, index) => part.actors.length + index));
    const anywhere = part.actors[0]?.cpus[0] ?? 0;
    const cpuNumbers = part.cpus.length > 0 ? part.cpus : [anywhere];
    const key = JSON.stringify([
      actors.map(actorKey),
      [...visitors],
      size,
      part.cpus.length === 0,
      tickless,
      wakes,
      chance,
      model.unlimited,
    ]);
    return {
      model: { ...model, cpus: size, cpuNumbers, actors, tickless },
      cpus: part.cpus,
      wakes,
      visitors,
      chance,
      key,
    };
  }

  /**
   * Whether loops that never end are so many on the CPUs that `loop` may use that none of these CPUs is
   * ever without one.
   */
  private isCrowded(loop: Actor): boolean {
    const key = loop.cpus.join();
    const known = this.crowded.get(key);
    if (known !== undefined) return known;
    const reach = new Set(loop.cpus);
    const within = this.model.actors.filter(
      (actor) =>
        actor.places.every((place) => isBusy(place) && place.until.kind === 'never') &&
        actor.cpus.length <= reach.size &&
        actor.cpus.every((cpu) => reach.has(cpu)),
    );
    const pinned = within.filter((actor) => actor.cpus.length === 1);
    const taken = new Set(pinned.map((actor) => actor.cpus[0]));
    const answer = within.length - pinned.length >= reach.size - taken.size;
    this.crowded.set(key, answer);
    return answer;
  }

  private cpuCells(): readonly Cell[] {
    const { model } = this;
    const groups = new Groups(model.cpus);
    const insiders = model.actors.filter((actor) => !roams(actor) || this.tied.has(actor));
    for (const actor of this.tied)
      for (const other of [actor, ...tiedTo(model, actor)])
        for (const cpu of other.cpus) groups.join(cpu, actor.cpus[0] ?? 0);
    const cpus = Array.from({ length: model.cpus }, (_, cpu) => cpu);
    const roots = cpus.filter((cpu) => groups.of(cpu) === cpu);
    return roots.map((root) => {
      const own = cpus.filter((cpu) => groups.of(cpu) === root);
      const actors = insiders.filter((actor) => groups.of(actor.cpus[0] ?? 0) === root);
      const visitors = this.visitorsOf(own);
      const wakes = own.map((cpu) => wakesBy(model, cpu, this.roamingSleepers));
      const kept = withoutMoreOfTheSame(actors, this.tied);
      return this.build(
        { cpus: own, actors: kept, visitors },
        wakes,
        model.scenario.machine.background,
      );
    });
  }

  /** Whether a loop that never ends is pinned to a CPU; then nothing that roams need ever come there. */
  private hasOwnLoop(cpu: number): boolean {
    return this.model.actors.some(
      (actor) =>
        !roams(actor) &&
        actor.cpus[0] === cpu &&
        actor.places.every((place) => isBusy(place) && place.until.kind === 'never'),
    );
  }

  private visitorsOf(cpus: readonly number[]): readonly Actor[] {
    return cpus.flatMap((cpu) => {
      const rivals = this.roamingLoops.filter(({ one }) => one.cpus.includes(cpu));
      const permanent = rivals.find(({ one }) => this.isCrowded(one));
      if (permanent !== undefined && !this.hasOwnLoop(cpu))
        return [{ ...visitorOf(permanent.one, 'always'), cpus: [cpu] }];
      const visitors = rivals.flatMap(({ one, count, startsOn }) =>
        Array.from({ length: Math.min(count, ALIKE) }, (_, index) =>
          visitorOf(one, index < (startsOn.get(cpu) ?? 0) ? 'at-first' : 'later'),
        ),
      );
      return visitors.map((visitor) => ({ ...visitor, cpus: [cpu] }));
    });
  }

  private roamingCells(): readonly Cell[] {
    return [...this.roamingSleepers, ...this.roamingLoops].map(({ one }) => {
      const rival = isLoop(one) ? this.constantRival(one) : this.starver(one);
      const visitors = rival === undefined ? [] : [visitorOf(rival, 'always')];
      return this.build({ cpus: [], actors: [one], visitors }, ['never'], isLoop(one));
    });
  }

  /** One of the loops that keep a roaming sleeper from every CPU that it may use; `undefined` when one serves it. */
  private starver(sleeper: Actor): Actor | undefined {
    const { profile, unlimited, actors } = this.model;
    const starves = (loop: Actor): boolean => {
      const [place] = loop.places;
      if (roams(loop) || loop.places.length !== 1 || place?.until.kind !== 'never') return false;
      if (place.kind === 'kernel' && !place.yields && profile.preemption === 'voluntary')
        return true;
      if (loop.rank !== 1 || !isBusy(place)) return false;
      return sleeper.rank === 1 ? !loop.shares : sleeper.rank === 2 && unlimited;
    };
    const starvers = actors.filter(starves);
    const first = starvers.find((loop) => sleeper.cpus.includes(loop.cpus[0] ?? -1));
    const taken = new Set(starvers.map((loop) => loop.cpus[0]));
    return sleeper.cpus.every((cpu) => taken.has(cpu)) ? first : undefined;
  }

  /** A loop beside which a roaming loop always is, wherever it goes; `undefined` when it can be alone. */
  private constantRival(loop: Actor): Actor | undefined {
    const equals = this.model.actors.filter(
      (other) => other !== loop && other.rank === loop.rank && other.places.every(isBusy),
    );
    const fits = equals.filter((other) => other.cpus.every((cpu) => loop.cpus.includes(cpu)));
    const pinned = new Set(fits.filter((other) => !roams(other)).map((other) => other.cpus[0]));
    const everywhere = loop.cpus.every((cpu) => pinned.has(cpu));
    return everywhere || fits.length > loop.cpus.length ? fits[0] : undefined;
  }

  split(): readonly Cell[] {
    return [...this.cpuCells(), ...this.roamingCells()];
  }
}

/**
 * Takes a machine apart into cells that meet only at the tries. Exact because a switched task stays
 * switched, and a try looks at each task by itself: all complete when each does, in any order. Tasks
 * that may run on several CPUs are cells of their own; to the CPUs they are visitors that come and go,
 * or, where busy tasks outnumber the CPUs, never go.
 */
export function split(model: Model): readonly Cell[] {
  return new Splitter(model).split();
}
