import type { Task } from '../../machine/model.ts';
import { stoppedStack } from '../../machine/workloads.ts';
import type { Scenario, TraceEvent } from '../../transition/model.ts';
import type { Lane } from '../model.ts';
import { Activities } from './activities.ts';
import { LaneDraft } from './lane-draft.ts';
import { isBusy, type Places, restingStep, startingPlaces } from './places.ts';
import { isReverse, wordsOf } from './refusals.ts';
import type { Scene } from './steps.ts';

const policyNames = {
  other: '',
  batch: 'batch',
  idle: 'idle class',
  fifo: 'FIFO',
  rr: 'round robin',
  deadline: 'deadline',
} as const;

const kinds = { user: 'user task', kthread: 'kernel thread', 'io-worker': 'I/O worker' } as const;

/** `swapper/3`, and `kworker/3` where the work of CPU 3 is meant. */
const CPU_TASK = /^(?:swapper|kworker)\/(\d+)$/;

function subtitleOf(task: Task): string {
  const policy = task.policy === 'other' ? '' : `, ${policyNames[task.policy]}`;
  const { affinity } = task;
  const where = affinity.length === 0 ? '' : `, CPU ${affinity.join(', ')}`;
  return kinds[task.kind] + policy + where;
}

/** Where a task is in its program. */
interface Progress {
  step: number;
  restarted: boolean;
}

/** Tells a run lane by lane: from the machine at its start and what each scene's events say. */
class Teller {
  readonly #activities: Activities;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #progress = new Map<string, Progress>();
  readonly #places: Places;
  readonly #holders: (string | undefined)[];
  readonly #cpus: readonly LaneDraft[];
  readonly #drafts = new Map<string, LaneDraft>();
  /** Whether tasks are to come to the new state. */
  #target = true;

  constructor(private readonly scenario: Scenario) {
    const { machine } = scenario;
    this.#activities = new Activities(scenario.functions);
    this.#tasks = new Map(machine.tasks.map((task) => [task.name, task]));
    this.#places = startingPlaces(machine);
    this.#holders = this.#places.holders.map((task) => task?.name);
    this.#cpus = Array.from({ length: machine.cpus }, (_, cpu) => this.#cpuDraft(cpu));
    for (const task of machine.tasks) this.#drafts.set(task.name, this.#taskDraft(task));
  }

  #cpuActivity(cpu: number) {
    const { idle } = this.scenario.machine;
    const holder = this.#holders[cpu];
    return holder === undefined ? this.#activities.idle(idle) : this.#activities.held(holder, idle);
  }

  #cpuDraft(cpu: number): LaneDraft {
    const name = { id: `cpu:${cpu}`, kind: 'cpu', title: `CPU ${cpu}` } as const;
    return new LaneDraft({ ...name, subtitle: `swapper/${cpu}` }, this.#cpuActivity(cpu));
  }

  #taskDraft(task: Task): LaneDraft {
    const step = restingStep(task, 0);
    this.#progress.set(task.name, { step, restarted: false });
    const isUnborn = this.#places.unborn.has(task.name);
    const name = { id: `task:${task.name}`, kind: task.kind, title: task.name } as const;
    return new LaneDraft(
      { ...name, subtitle: subtitleOf(task) },
      isUnborn ? this.#activities.absent() : this.#taskActivity(task),
    );
  }

  #taskActivity(task: Task) {
    const { step, restarted } = this.#progress.get(task.name) ?? { step: 0, restarted: false };
    const has = this.#holders.includes(task.name) ? 'cpu' : 'no-cpu';
    return this.#activities.at(task.program[step], has, restarted);
  }

  #draftOf(name: string | undefined): LaneDraft | undefined {
    if (name === undefined) return undefined;
    const own = this.#drafts.get(name);
    const cpu = CPU_TASK.exec(name)?.[1];
    return own ?? (cpu === undefined ? undefined : this.#cpus[Number(cpu)]);
  }

  #hold(at: number, cpu: number, holder: string | undefined): void {
    this.#holders[cpu] = holder;
    this.#cpus[cpu]?.does(at, this.#cpuActivity(cpu));
  }

  #leave(at: number, task: string): void {
    const cpu = this.#holders.indexOf(task);
    if (cpu >= 0) this.#hold(at, cpu, undefined);
  }

  /** The task goes on with the next step of its program. */
  #proceed(at: number, task: Task): void {
    const before = this.#progress.get(task.name)?.step ?? 0;
    this.#progress.set(task.name, { step: restingStep(task, before + 1), restarted: false });
    this.#drafts.get(task.name)?.does(at, this.#taskActivity(task));
  }

  #runs(at: number, event: TraceEvent, task: Task): void {
    const draft = this.#drafts.get(task.name);
    const step = task.program[this.#progress.get(task.name)?.step ?? 0];
    if (event.cpu !== undefined && isBusy(step)) this.#hold(at, event.cpu, task.name);
    else if (event.cpu !== undefined) this.#cpus[event.cpu]?.mark(at, 'work', `${task.name} runs`);
    draft?.mark(at, 'work', wordsOf(event));
    draft?.does(at, this.#taskActivity(task));
  }

  #sleeps(at: number, event: TraceEvent, task: Task): void {
    const draft = this.#drafts.get(task.name);
    const isStopped = event.by === 'do_signal_stop';
    this.#leave(at, task.name);
    draft?.mark(at, 'work', wordsOf(event));
    draft?.does(at, isStopped ? this.#activities.stopped(stoppedStack) : this.#taskActivity(task));
  }

  #signal(at: number, event: TraceEvent, task: Task | undefined): void {
    const draft = this.#draftOf(event.task);
    draft?.mark(at, 'signal', wordsOf(event));
    const progress = task === undefined ? undefined : this.#progress.get(task.name);
    const sleeps = task?.program[progress?.step ?? 0]?.do === 'sleep';
    if (progress === undefined || task === undefined || task.kind === 'kthread' || !sleeps) return;
    progress.restarted = true;
    draft?.does(at, this.#taskActivity(task));
  }

  #tell(at: number, event: TraceEvent): void {
    const task = event.task === undefined ? undefined : this.#tasks.get(event.task);
    const draft = this.#draftOf(event.task);
    switch (event.what) {
      case 'try':
        if (event.cpu !== undefined)
          this.#cpus[event.cpu]?.mark(at, 'work', 'a kworker runs the try');
        return;
      case 'kick':
        draft?.mark(at, 'kick', 'is kicked');
        return;
      case 'signal':
        this.#signal(at, event, task);
        return;
      case 'switched':
        draft?.switches(at, this.#target, wordsOf(event));
        return;
      case 'run':
        if (task !== undefined) this.#runs(at, event, task);
        return;
      case 'strategy':
        if (isReverse(event)) this.#target = !this.#target;
        return;
      case 'wake':
        draft?.mark(at, 'work', wordsOf(event));
        if (task !== undefined) this.#proceed(at, task);
        return;
      case 'sleep':
        if (task !== undefined) this.#sleeps(at, event, task);
        return;
      default:
        return;
    }
  }

  get #all(): readonly LaneDraft[] {
    return [...this.#cpus, ...this.#drafts.values()];
  }

  tell(scenes: readonly Scene[]): readonly Lane[] {
    for (const [at, { step, events, refusals }] of scenes.entries()) {
      for (const event of events) this.#tell(at, event);
      if (step.kind !== 'open')
        for (const { task, words } of refusals) this.#draftOf(task)?.mark(at, 'refused', words);
      if (step.kind === 'complete') for (const draft of this.#all) draft.arrives(at, this.#target);
    }
    // A run without its beginning is that of a part of the machine; the rest is not told of.
    const isWhole = scenes[0]?.step.kind === 'start';
    const isOpen = scenes.at(-1)?.step.kind !== 'complete';
    return this.#all
      .filter((draft) => isWhole || draft.isTouched)
      .map((draft) => draft.lane(isOpen, this.#target));
  }
}

/** A lane for each CPU and each task of the scenario, as the scenes leave them. */
export function lanesOf(scenario: Scenario, scenes: readonly Scene[]): readonly Lane[] {
  return new Teller(scenario).tell(scenes);
}
