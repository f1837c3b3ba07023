import type { Actor, Model, Place } from './program.ts';

/**
 * Where a task is. `signalled` and `woken` wait for the CPU with the stack they slept with; `frozen` is
 * asleep in the midst of a wait, and nothing but a thaw lets it go on with that.
 */
export const at = {
  absent: 0,
  asleep: 1,
  running: 2,
  woken: 3,
  signalled: 4,
  stopped: 5,
  frozen: 6,
} as const;

/** One value of {@link at}. */
export type At = (typeof at)[keyof typeof at];

const CPU_FIELDS = 2;
const TASK_FIELDS = 4;

/** Bits of an idle task. */
const SWITCHED = 1;
const LOOPED = 2;

/** Bits beside a task's place, and how far the place is shifted beyond them. */
const RESTARTED = 1;
const CALLS_AFTER = 2;
const HOME_AFTER = 4;
const PLACE_SHIFT = 3;

/**
 * A moment of a run, packed: for each CPU who has it (0 the idle task, else a task's index plus 1) and
 * its idle task's bits (switched; in its loop since then); then for each task its place times eight with
 * bits (the call was restarted; its calls, its home were entered since it was switched), where it is
 * ({@link at}), its CPU, and whether it is switched; last whether the transition was reversed.
 */
export class State {
  /** For each CPU the tasks that run or wait there; made when asked for, dropped when one moves. */
  private queues: number[][] | undefined;

  constructor(
    readonly cells: Uint16Array,
    private readonly cpus: number,
  ) {}

  static empty(model: Model): State {
    const size = model.cpus * CPU_FIELDS + model.actors.length * TASK_FIELDS + 1;
    return new State(new Uint16Array(size), model.cpus);
  }

  copy(): State {
    return new State(this.cells.slice(), this.cpus);
  }

  /** Equal for equal moments. */
  key(): string {
    return String.fromCharCode(...this.cells);
  }

  private task(index: number): number {
    return this.cpus * CPU_FIELDS + index * TASK_FIELDS;
  }

  private get(cell: number): number {
    return this.cells[cell] ?? 0;
  }

  private queue(): number[][] {
    const queues: number[][] = Array.from({ length: this.cpus }, () => []);
    const tasks = (this.cells.length - 1 - this.cpus * CPU_FIELDS) / TASK_FIELDS;
    for (let task = 0; task < tasks; task += 1)
      if (this.wantsCpu(task)) queues[this.cpu(task)]?.push(task);
    return queues;
  }

  /** Whether a task runs or waits for the CPU. */
  wantsCpu(task: number): boolean {
    const where = this.where(task);
    return where === at.running || where === at.woken || where === at.signalled;
  }

  /** Indexes of the tasks that run on a CPU or wait for it, in order. */
  waiting(cpu: number): readonly number[] {
    this.queues ??= this.queue();
    return this.queues[cpu] ?? [];
  }

  /** The index of the task that has the CPU, -1 for the idle task. */
  current(cpu: number): number {
    return this.get(cpu * CPU_FIELDS) - 1;
  }

  setCurrent(cpu: number, task: number): void {
    this.cells[cpu * CPU_FIELDS] = task + 1;
  }

  idleSwitched(cpu: number): boolean {
    return (this.get(cpu * CPU_FIELDS + 1) & SWITCHED) !== 0;
  }

  switchIdle(cpu: number): void {
    this.cells[cpu * CPU_FIELDS + 1] = this.get(cpu * CPU_FIELDS + 1) | SWITCHED;
  }

  /** Whether an idle task entered its loop anew in the state that the transition began towards. */
  idleLoopedAfter(cpu: number): boolean {
    return (this.get(cpu * CPU_FIELDS + 1) & LOOPED) !== 0;
  }

  /** The idle task goes through its loop in the patch state that it has now. */
  loopIdle(cpu: number): void {
    const switched = this.idleSwitched(cpu);
    const after = switched !== this.reversed;
    this.cells[cpu * CPU_FIELDS + 1] = (switched ? SWITCHED : 0) | (after ? LOOPED : 0);
  }

  get reversed(): boolean {
    return this.cells.at(-1) === 1;
  }

  /** Turns the transition round: who was switched is not, and the other way (`klp_reverse_transition()`). */
  reverse(): void {
    for (let cpu = 0; cpu < this.cpus; cpu += 1)
      this.cells[cpu * CPU_FIELDS + 1] = this.get(cpu * CPU_FIELDS + 1) ^ SWITCHED;
    const tasks = (this.cells.length - 1 - this.cpus * CPU_FIELDS) / TASK_FIELDS;
    for (let task = 0; task < tasks; task += 1) this.setSwitched(task, !this.switched(task));
    this.cells[this.cells.length - 1] = 1;
  }

  place(actor: Actor): Place {
    const place = actor.places[this.pc(actor.index)];
    if (place === undefined) throw new Error(`${actor.name} has no such step`);
    return place;
  }

  pc(task: number): number {
    return this.get(this.task(task)) >> PLACE_SHIFT;
  }

  restarted(task: number): boolean {
    return (this.get(this.task(task)) & RESTARTED) !== 0;
  }

  /** Whether the frames of a task's present calls were entered in the state that the transition began towards. */
  callsAfter(task: number): boolean {
    return (this.get(this.task(task)) & CALLS_AFTER) !== 0;
  }

  /** The same of the frames that it never leaves. */
  homeAfter(task: number): boolean {
    return (this.get(this.task(task)) & HOME_AFTER) !== 0;
  }

  /** Puts a task at a step, its home as it was. */
  setPc(task: number, pc: number): void {
    this.cells[this.task(task)] = (pc << PLACE_SHIFT) | (this.get(this.task(task)) & HOME_AFTER);
  }

  restart(task: number): void {
    this.cells[this.task(task)] = this.get(this.task(task)) | RESTARTED;
  }

  /** Notes that a task enters its calls (with `home`, everything) in the patch state that it has now. */
  enter(task: number, home: boolean): void {
    const bits = CALLS_AFTER | (home ? HOME_AFTER : 0);
    const cell = this.get(this.task(task)) & ~bits;
    const after = this.switched(task) !== this.reversed;
    this.cells[this.task(task)] = after ? cell | bits : cell;
  }

  where(task: number): At {
    return this.get(this.task(task) + 1) as At;
  }

  setWhere(task: number, where: At): void {
    this.cells[this.task(task) + 1] = where;
    this.queues = undefined;
  }

  cpu(task: number): number {
    return this.get(this.task(task) + 2);
  }

  setCpu(task: number, cpu: number): void {
    this.cells[this.task(task) + 2] = cpu;
    this.queues = undefined;
  }

  switched(task: number): boolean {
    return this.get(this.task(task) + 3) === 1;
  }

  switchTask(task: number): void {
    this.cells[this.task(task) + 3] = 1;
  }

  setSwitched(task: number, switched: boolean): void {
    this.cells[this.task(task) + 3] = switched ? 1 : 0;
  }
}
