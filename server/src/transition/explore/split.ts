import type { Actor, Model } from '../engine/program.ts';
import { isBusy } from '../engine/scheduler.ts';
import { ALIKE, actorKey, type Kind, kindsOf, withoutMoreOfTheSame } from './alike.ts';
import type { Cell, Wakes } from './cell.ts';
import { Groups, tiedTo } from './groups.ts';
import { visitorOf, wakesBy } from './visitors.ts';

function isLoop(actor: Actor): boolean {
  return actor.places.some(isBusy);
}

function roams(actor: Actor): boolean {
  return actor.cpus.length > 1;
}

interface Part {
  readonly cpus: readonly number[];
  readonly actors: readonly Actor[];
  readonly visitors: readonly Actor[];
  readonly alone: readonly number[];
}

function tiedActors(model: Model): ReadonlySet<Actor> {
  const pairs = model.actors.flatMap((actor) =>
    tiedTo(model, actor).flatMap((other) => [actor, other]),
  );
  return new Set(pairs);
}

/** Tasks without busy loops that wake up on any of several CPUs, in cells of their own. */
export function roamingSleepers(model: Model): readonly Actor[] {
  const tied = tiedActors(model);
  return model.actors.filter((actor) => roams(actor) && !isLoop(actor) && !tied.has(actor));
}

/** Whether a loop never ends: it has no other step, or none of its steps ends. */
function isEndless(actor: Actor): boolean {
  const [place] = actor.places;
  if (place === undefined || !actor.places.every(isBusy)) return false;
  return actor.places.length === 1 || actor.places.every(({ until }) => until.kind === 'never');
}

class Splitter {
  private readonly tied: ReadonlySet<Actor>;
  /** Alike loops that roam, and how many there are of each kind. */
  private readonly roamingLoops: readonly Kind[];
  private readonly roamingSleepers: readonly Kind[];
  private readonly crowded = new Map<string, boolean>();

  constructor(
    private readonly model: Model,
    private readonly stirred: boolean,
    private readonly crowd: string | undefined,
  ) {
    this.tied = tiedActors(model);
    const free = model.actors.filter((actor) => roams(actor) && !this.tied.has(actor));
    this.roamingLoops = kindsOf(free.filter(isLoop));
    this.roamingSleepers = kindsOf(free.filter((actor) => !isLoop(actor)));
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
    const isTickless = (cpu: number): boolean => model.tickless[cpu] === true;
    const roamer = part.cpus.length > 0 ? [] : (part.actors[0]?.cpus ?? []);
    const tickless = part.cpus.length > 0 ? part.cpus.map(isTickless) : [roamer.some(isTickless)];
    const mayTick = roamer.some(isTickless) && !roamer.every(isTickless);
    const reonlined = part.cpus.map((cpu) => model.reonlined[cpu] === true);
    const visitors = new Set(part.visitors.map((_, index) => part.actors.length + index));
    const anywhere = part.actors[0]?.cpus[0] ?? 0;
    const cpuNumbers = part.cpus.length > 0 ? part.cpus : [anywhere];
    const key = JSON.stringify([
      actors.map(actorKey),
      [...visitors],
      size,
      part.cpus.length === 0,
      // CPU 0 is not alike the others: it cannot be taken offline.
      part.cpus.includes(0),
      tickless,
      reonlined,
      wakes,
      chance,
      part.alone,
      mayTick,
      model.unlimited,
    ]);
    return {
      model: { ...model, cpus: size, cpuNumbers, actors, tickless, reonlined },
      cpus: part.cpus,
      wakes,
      visitors,
      alone: part.alone,
      mayTick,
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
        isEndless(actor) &&
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
      const wakes = own.map((cpu) => wakesBy(model, cpu, this.roamingSleepers, this.stirred));
      const kept = withoutMoreOfTheSame(actors, this.tied);
      return this.build(
        { cpus: own, actors: kept, visitors, alone: [] },
        wakes,
        model.scenario.machine.background,
      );
    });
  }

  /** Whether a loop that never ends is pinned to a CPU; then nothing that roams need ever come there. */
  private hasOwnLoop(cpu: number): boolean {
    return this.model.actors.some(
      (actor) => !roams(actor) && actor.cpus[0] === cpu && isEndless(actor),
    );
  }

  private visitorsOf(cpus: readonly number[]): readonly Actor[] {
    return cpus.flatMap((cpu) => {
      const rivals = this.roamingLoops.filter(({ one }) => one.cpus.includes(cpu));
      const permanent = this.permanentOf(rivals);
      if (permanent !== undefined && !this.hasOwnLoop(cpu))
        return [{ ...visitorOf(permanent.one, 'always'), cpus: [cpu] }];
      const visitors = rivals.flatMap(({ one, count }) =>
        Array.from({ length: Math.min(count, ALIKE) }, () => visitorOf(one, 'now-and-then')),
      );
      return visitors.map((visitor) => ({ ...visitor, cpus: [cpu] }));
    });
  }

  /** Of the loops that one of is always there, the kind that is looked at. */
  private permanentOf(rivals: readonly Kind[]): Kind | undefined {
    const crowding = sorted(rivals.filter(({ one }) => this.isCrowded(one)));
    return crowding.find(({ one }) => actorKey(one) === this.crowd) ?? crowding[0];
  }

  /** The kinds of roaming loops that are too many for a CPU to be without one. */
  crowds(): readonly string[] {
    return sorted(this.roamingLoops.filter(({ one }) => this.isCrowded(one))).map(({ one }) =>
      actorKey(one),
    );
  }

  private roamingCells(): readonly Cell[] {
    return [...this.roamingSleepers, ...this.roamingLoops].map(({ one }) => {
      const rival = isLoop(one) ? this.constantRival(one) : this.starver(one);
      const stay = !isLoop(one) && this.isServed(one) ? 'now-and-then' : 'always';
      const visitors = rival === undefined ? [] : [visitorOf(rival, stay)];
      const alone = isLoop(one) && rival === undefined ? this.withoutEqual(one) : [];
      return this.build({ cpus: [], actors: [one], visitors, alone }, ['never'], isLoop(one));
    });
  }

  /**
   * One of the loops that keep a roaming sleeper from every CPU that it may use, or from one that it is not moved
   * away from; `undefined` when it comes to one that serves it.
   */
  private starver(sleeper: Actor): Actor | undefined {
    const starvers = this.starversOf(sleeper);
    const first = starvers.find((loop) => sleeper.cpus.includes(loop.cpus[0] ?? -1));
    return !this.isServed(sleeper) || this.isUnmoved(sleeper) ? first : undefined;
  }

  /** The loops that never let a sleeper have their CPU. */
  private starversOf(sleeper: Actor): readonly Actor[] {
    const { profile, unlimited, actors } = this.model;
    return actors.filter((loop) => {
      const [place] = loop.places;
      if (place === undefined || roams(loop) || loop.places.length !== 1) return false;
      if (place.kind === 'kernel' && !place.yields && profile.preemption === 'voluntary')
        return true;
      if (loop.rank !== 1 || !isBusy(place)) return false;
      return sleeper.rank === 1 ? !loop.shares : sleeper.rank === 2 && unlimited;
    });
  }

  /** Whether a roaming sleeper gets time on one of its CPUs. */
  private isServed(sleeper: Actor): boolean {
    const taken = new Set(this.starversOf(sleeper).map((loop) => loop.cpus[0]));
    return !sleeper.cpus.every((cpu) => taken.has(cpu));
  }

  /** Whether a real-time sleeper is moved nowhere: on each CPU a loop comes before it, or is its equal. */
  private isUnmoved(sleeper: Actor): boolean {
    if (sleeper.rank !== 1) return false;
    const loops = this.model.actors.filter(
      (actor) => !roams(actor) && actor.rank <= 1 && isEndless(actor),
    );
    const taken = new Set(loops.map((loop) => loop.cpus[0]));
    return sleeper.cpus.every((cpu) => taken.has(cpu));
  }

  /** Other loops of a loop's own rank, on CPUs that it may use, which never end. */
  private equalsOf(loop: Actor): readonly Actor[] {
    return this.model.actors.filter(
      (other) =>
        other !== loop &&
        other.rank === loop.rank &&
        other.places.every(isBusy) &&
        other.cpus.every((cpu) => loop.cpus.includes(cpu)),
    );
  }

  /** The CPUs of a roaming loop to which no equal of it is pinned. */
  private withoutEqual(loop: Actor): readonly number[] {
    const pinned = this.equalsOf(loop).filter((other) => !roams(other));
    const taken = new Set(pinned.map((other) => other.cpus[0]));
    return loop.cpus.filter((cpu) => !taken.has(cpu));
  }

  /** A loop beside which a roaming loop always is, wherever it goes; `undefined` when it can be alone. */
  private constantRival(loop: Actor): Actor | undefined {
    const equals = this.equalsOf(loop);
    const crowded = equals.length > loop.cpus.length || this.withoutEqual(loop).length === 0;
    return crowded ? equals[0] : undefined;
  }

  split(): readonly Cell[] {
    return [...this.cpuCells(), ...this.roamingCells()];
  }
}

/**
 * Takes a machine apart into cells that meet only at the tries. Exact because a switched task stays
 * switched, and a try looks at each task by itself: all complete when each does, in any order. Tasks
 * that may run on several CPUs are cells of their own; to the CPUs they are visitors that come and go,
 * or, where busy tasks outnumber the CPUs, never go: then it is one of the kind `crowd`, where that is one of
 * `crowdsOf`. `stirred`: something is done to tasks from outside, which makes sleepers run somewhere.
 */
export function split(model: Model, stirred: boolean, crowd?: string): readonly Cell[] {
  return new Splitter(model, stirred, crowd).split();
}

/** The kinds of loops of which one is always on a CPU: who is there depends on where they are. */
export function crowdsOf(model: Model): readonly string[] {
  return new Splitter(model, false, undefined).crowds();
}

/** Kinds in an order that does not hang on that of the tasks. */
function sorted(kinds: readonly Kind[]): readonly Kind[] {
  return [...kinds].sort(({ one }, { one: other }) => (actorKey(one) < actorKey(other) ? -1 : 1));
}
