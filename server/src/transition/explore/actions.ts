import { completionBlockers, tryComplete } from '../engine/attempt.ts';
import type { Watcher } from '../engine/events.ts';
import type { Actor } from '../engine/program.ts';
import { isBusy, isDisplaced, servesFairTasks } from '../engine/scheduler.ts';
import { idleReturns, passesToUserMode, proceed, wake } from '../engine/settle.ts';
import { at, type State } from '../engine/state.ts';
import type { Cell } from './cell.ts';

/** Something that can happen in a settled state. `fair`: what stays possible happens at last. */
export interface Action {
  readonly id: string;
  readonly kind: 'try' | 'timer' | 'event' | 'work';
  readonly fair: boolean;
  /** Part of the first moment: the CPUs do not go on before what follows. */
  readonly instant?: boolean;
  apply(state: State, watch: Watcher): void;
}

/** How the tries reach a cell. */
export interface Tries {
  /** The cell's own CPU on which they are made; -1 when they are made elsewhere. */
  readonly cpu: number;
  /** The same of the very first one, which whoever starts the transition makes. */
  readonly first: number;
  /** False when they cannot be made: their CPU serves nobody. */
  readonly made: boolean;
  /** The first one is made as soon as the transition begins: its CPU serves whoever starts it. */
  readonly atOnce: boolean;
}

/** The circumstances of the very first try. */
export function firstOf(tries: Tries): Tries {
  return { ...tries, cpu: tries.first, made: tries.made || tries.atOnce };
}

/** Whether all are switched. */
export function allSwitched({ model }: Cell, state: State): boolean {
  for (const actor of model.actors)
    if (state.where(actor.index) !== at.absent && !state.switched(actor.index)) return false;
  for (let cpu = 0; cpu < model.cpus; cpu += 1) if (!state.idleSwitched(cpu)) return false;
  return true;
}

/** Whether something of this cell holds up the completion: its CPUs, or a loop of its own. */
export function isHeldUp({ model, cpus, visitors }: Cell, state: State): boolean {
  const guests = new Set([...visitors].map((index) => model.actors[index]?.name));
  const own = model.actors.filter((actor) => !visitors.has(actor.index));
  // The CPU of a sleeper that may wake anywhere belongs to another cell.
  const hasCpu = cpus.length > 0 || own.some((actor) => actor.places.some(isBusy));
  return completionBlockers(model, state).some(
    ({ task, reason }) => !guests.has(task) && (hasCpu || reason !== 'is waiting for the CPU'),
  );
}

/** Whether all are switched and nothing holds up the completion. */
export function isDone(cell: Cell, state: State): boolean {
  return allSwitched(cell, state) && !isHeldUp(cell, state);
}

/** Whether the retry work gets time now. */
export function canTry(cell: Cell, tries: Tries, state: State): boolean {
  if (!tries.made) return false;
  return tries.cpu < 0 || servesFairTasks(cell.model, state, tries.cpu);
}

/** The retry work took an idle CPU for the moment of the try; its idle task now comes back. */
export function displaceIdle(cell: Cell, tries: Tries, state: State, watch: Watcher): void {
  if (tries.cpu >= 0 && state.current(tries.cpu) < 0)
    idleReturns(cell.model, state, tries.cpu, watch);
}

/** Work of its own may take a loop off its CPU just when the try comes. */
function isCaughtByChance(cell: Cell, state: State, actor: Actor): boolean {
  return cell.chance && servesFairTasks(cell.model, state, state.cpu(actor.index));
}

/**
 * One try. `lucky`: it comes at a moment when loops that are sometimes off their CPUs are off them.
 */
export function tryAction(cell: Cell, tries: Tries, signals: boolean, lucky: boolean): Action {
  return {
    id: `try${signals ? ' with signals' : ''}${lucky ? ' at a lucky moment' : ''}`,
    kind: 'try',
    fair: !lucky,
    apply: (state, watch) => {
      const isOff = (actor: Actor): boolean =>
        lucky && (isCaughtByChance(cell, state, actor) || isDisplaced(cell.model, state, actor));
      tryComplete(cell.model, state, { cpu: tries.cpu, signals, isOff }, watch);
      displaceIdle(cell, tries, state, watch);
    },
  };
}

function actorActions(cell: Cell, state: State, actor: Actor): readonly Action[] {
  const where = state.where(actor.index);
  if (where !== at.asleep && where !== at.running) return [];
  const { until } = state.place(actor);
  if (until.kind !== 'after' && until.kind !== 'event') return [];
  return [
    {
      id: `${actor.index} ${until.kind}`,
      kind: until.kind === 'after' ? 'timer' : 'event',
      fair: until.kind === 'after',
      apply: (next, watch) => {
        if (where === at.asleep) wake(next, actor, 'its wait is over', watch);
        else proceed(cell.model, next, actor, watch);
      },
    },
  ];
}

/** A loop without a tick moves to a CPU that has one, and is interrupted there. */
function tickActions(cell: Cell, state: State): readonly Action[] {
  if (!cell.mayTick) return [];
  return cell.model.actors
    .filter((actor) => {
      const runs = state.where(actor.index) === at.running && state.place(actor).kind === 'user';
      return runs && !cell.visitors.has(actor.index) && !state.switched(actor.index);
    })
    .map((actor) => ({
      id: `${actor.index} tick`,
      kind: 'event' as const,
      fair: false,
      apply: (next, watch) => passesToUserMode(next, actor, watch),
    }));
}

function wakeCpu(cell: Cell, state: State, cpu: number): readonly Action[] {
  const wakes = cell.wakes[cpu] ?? 'never';
  if (wakes === 'never' || state.current(cpu) >= 0 || state.idleSwitched(cpu)) return [];
  return [
    {
      id: `work on CPU ${cpu}`,
      kind: wakes === 'will' ? 'work' : 'event',
      fair: wakes === 'will',
      apply: (next, watch) => idleReturns(cell.model, next, cpu, watch),
    },
  ];
}

/** What can happen in a settled state beside tries. */
export function happeningsIn(cell: Cell, state: State): readonly Action[] {
  const actions = cell.model.actors.flatMap((actor) => actorActions(cell, state, actor));
  for (let cpu = 0; cpu < cell.model.cpus; cpu += 1) actions.push(...wakeCpu(cell, state, cpu));
  actions.push(...tickActions(cell, state));
  return actions;
}

/** Everything that can happen in a settled state. */
export function actionsIn(cell: Cell, tries: Tries, state: State): readonly Action[] {
  const actions = [...happeningsIn(cell, state)];
  if (!canTry(cell, tries, state)) return actions;
  actions.push(tryAction(cell, tries, false, false), tryAction(cell, tries, false, true));
  if (cell.model.profile.signalFirstTry !== undefined)
    actions.push(tryAction(cell, tries, true, false));
  return actions;
}
