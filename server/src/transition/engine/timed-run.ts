import type { Blocker, TimedRun, TraceEvent } from '../model.ts';
import { completionBlockers, say, tryComplete } from './attempt.ts';
import { secondsOfTry, signalsDueAt } from './clock.ts';
import type { Watcher } from './events.ts';
import type { Intervention } from './intervention.ts';
import type { Actor, Model } from './program.ts';
import { nextRetryCpu } from './retry-cpu.ts';
import { isDisplaced, servesFairTasks } from './scheduler.ts';
import { idleReturns, interruptCpus, proceed, settle, wake } from './settle.ts';
import { quietestCpu, startOf } from './start.ts';
import { at, type State } from './state.ts';

/** How a timed run is made. */
export interface RunOptions {
  /** The run ends here, in seconds, if the transition has not. */
  readonly limit: number;
  readonly interventions: readonly Intervention[];
  /** Seconds after which an event that may come does come; `undefined`: never. */
  readonly events: number | undefined;
}

interface Due {
  readonly seconds: number;
  readonly order: number;
  run(): void;
}

/** How often a machine's background work wakes its idle CPUs, in seconds. */
const BACKGROUND_EVERY = 1;

/** `do_free_init()` waits for a grace period of RCU after the module is loaded, in seconds. */
const INIT_FREED_AFTER = 0.1;

class Runner {
  private readonly state: State;
  private readonly trace: TraceEvent[] = [];
  private readonly queue: Due[] = [];
  private readonly sleeping = new Map<number, number>();
  private retryCpu: number;
  private now = 0;
  private made = 0;
  private tries = 0;
  private rounds = 0;
  private triesBeforeReversal = 0;
  private allSwitched = false;
  private completed: number | undefined;
  private blockers: readonly Blocker[] = [];
  private firstTry: readonly Blocker[] = [];
  private saidLast = '';

  constructor(
    private readonly model: Model,
    private readonly options: RunOptions,
  ) {
    this.state = startOf(model);
    const { retryCpu } = model.scenario;
    this.retryCpu = typeof retryCpu === 'number' ? retryCpu : quietestCpu(model, this.state);
  }

  private readonly watch: Watcher = (happening) => {
    if (happening.what === 'refused') return;
    const quiet = this.trace.slice(-2).every(({ what }) => what === 'try');
    if (happening.what === 'try' && quiet) this.trace.pop();
    this.trace.push({ seconds: this.now, ...happening });
  };

  private say(what: TraceEvent['what'], text: string, by: string | undefined): void {
    this.watch({
      cpu: what === 'try' ? this.retryCpu : undefined,
      task: undefined,
      what,
      text,
      by,
    });
  }

  private at(seconds: number, run: () => void): void {
    this.queue.push({ seconds, order: this.made, run });
    this.made += 1;
  }

  private next(): Due | undefined {
    let best: Due | undefined;
    for (const due of this.queue) {
      const sooner = best === undefined || due.seconds < best.seconds;
      if (sooner || (due.seconds === best?.seconds && due.order < best.order)) best = due;
    }
    if (best !== undefined) this.queue.splice(this.queue.indexOf(best), 1);
    return best;
  }

  /** Tells who refuses when that has changed, before what the try did about it (from `index` on). */
  private reportRefusals(refused: readonly Blocker[], index = this.trace.length): void {
    const key = refused.map((one) => `${one.task}|${one.reason}|${one.function}`).join();
    if (key === this.saidLast) return;
    this.saidLast = key;
    const events = refused.map(
      (blocker): TraceEvent => ({
        seconds: this.now,
        cpu: undefined,
        task: blocker.task,
        what: 'refused',
        text: say(blocker),
        by: 'klp_try_switch_task',
      }),
    );
    this.trace.splice(index, 0, ...events);
  }

  private tryNow(): void {
    const { profile } = this.model;
    if (this.tries > 0) this.retryCpu = nextRetryCpu(this.model, this.state, this.retryCpu);
    if (!servesFairTasks(this.model, this.state, this.retryCpu)) {
      const waiting: Blocker = {
        task: `kworker/${this.retryCpu}`,
        reason: 'is waiting for the CPU',
        function: undefined,
      };
      this.blockers = [waiting, ...this.blockers.filter((one) => one.task !== waiting.task)];
      this.reportRefusals(this.blockers);
      this.at(this.now + 1, () => this.tryNow());
      return;
    }
    this.tries += 1;
    this.say('try', `try ${this.tries}`, 'klp_try_complete_transition');
    const signals = signalsDueAt(profile, this.tries - this.triesBeforeReversal);
    const tries = this.tries;
    const before = this.trace.length;
    const refused = tryComplete(
      this.model,
      this.state,
      {
        cpu: this.retryCpu,
        signals,
        isOff: (actor) => tries % 2 === 0 && this.isSometimesOff(actor),
      },
      this.watch,
    );
    if (tries === 1) this.firstTry = refused;
    this.reportRefusals(refused, before);
    this.blockers = refused;
    if (refused.length === 0) {
      this.allSwitched = true;
      this.complete();
    } else {
      if (signals) this.rounds += 1;
      this.at(secondsOfTry(tries + 1), () => this.tryNow());
    }
    if (this.state.current(this.retryCpu) < 0)
      idleReturns(this.model, this.state, this.retryCpu, this.watch);
  }

  private isSometimesOff(actor: Actor): boolean {
    if (isDisplaced(this.model, this.state, actor)) return true;
    const { machine } = this.model.scenario;
    return machine.background && this.model.profile.preemption !== 'voluntary';
  }

  /** Tries the end of the transition, which needs every CPU to run a kworker. */
  private complete(): void {
    this.blockers = completionBlockers(this.model, this.state);
    this.reportRefusals(this.blockers);
    if (this.blockers.length > 0) return;
    this.completed = this.now;
    this.say('complete', 'the transition completes', 'klp_complete_transition');
  }

  private backgroundWork(): void {
    for (let cpu = 0; cpu < this.model.cpus; cpu += 1)
      if (this.state.current(cpu) < 0) idleReturns(this.model, this.state, cpu, this.watch);
    this.at(this.now + BACKGROUND_EVERY, () => this.backgroundWork());
  }

  private isWaitingAt(actor: Actor, since: number): boolean {
    const where = this.state.where(actor.index);
    return (
      (where === at.asleep || where === at.running) && this.sleeping.get(actor.index) === since
    );
  }

  private end(actor: Actor): void {
    this.sleeping.delete(actor.index);
    if (this.state.where(actor.index) === at.asleep) {
      wake(this.state, actor, 'its wait is over', this.watch);
    } else {
      proceed(this.model, this.state, actor, this.watch);
    }
  }

  /** Notes when the waits that have just begun will end. */
  private expectWakeUps(): void {
    for (const actor of this.model.actors) {
      const where = this.state.where(actor.index);
      if (where !== at.asleep && where !== at.running) {
        this.sleeping.delete(actor.index);
        continue;
      }
      const key = this.made;
      const place = this.state.pc(actor.index);
      if (this.places.get(actor.index) === place && this.sleeping.has(actor.index)) continue;
      this.places.set(actor.index, place);
      const { until } = this.state.place(actor);
      const after =
        until.kind === 'after'
          ? until.seconds
          : until.kind === 'event'
            ? this.options.events
            : undefined;
      if (after === undefined) continue;
      this.sleeping.set(actor.index, key);
      this.at(this.now + after, () => {
        if (this.isWaitingAt(actor, key)) this.end(actor);
      });
    }
  }

  private readonly places = new Map<number, number>();

  private interruptCpus(): void {
    interruptCpus(this.model, this.state, this.watch);
  }

  private intervene(intervention: Intervention): void {
    // Once all are switched the completion holds klp_mutex, and a write to `enabled` waits for its end.
    if (intervention.reverses === true && this.allSwitched) return;
    this.say('strategy', intervention.text, undefined);
    intervention.apply(this.model, this.state, this.watch);
    if (intervention.reverses === true) this.triesBeforeReversal = this.tries;
  }

  run(): TimedRun {
    const { machine, direction } = this.model.scenario;
    this.say('start', `the transition begins (${direction})`, 'klp_start_transition');
    if (this.model.profile.startInterruptsCpus) this.interruptCpus();
    this.at(0, () => this.tryNow());
    if (this.model.profile.loadInterruptsCpus && direction !== 'disable')
      this.at(INIT_FREED_AFTER, () => this.interruptCpus());
    if (machine.background) this.at(BACKGROUND_EVERY / 2, () => this.backgroundWork());
    for (const intervention of this.options.interventions)
      this.at(intervention.seconds, () => this.intervene(intervention));
    this.expectWakeUps();
    for (let due = this.next(); due !== undefined; due = this.next()) {
      if (due.seconds > this.options.limit || this.completed !== undefined) break;
      this.now = due.seconds;
      due.run();
      if (this.completed !== undefined) break;
      settle(this.model, this.state, this.watch);
      if (this.allSwitched) this.complete();
      this.expectWakeUps();
    }
    return this.result();
  }

  private result(): TimedRun {
    if (this.completed === undefined) {
      this.now = this.options.limit;
      this.say('open', `after ${this.options.limit} s the transition is still open`, undefined);
    }
    return {
      seconds: this.completed,
      limit: this.options.limit,
      tries: this.tries,
      signalRounds: this.rounds,
      blockers: this.completed === undefined ? this.blockers : [],
      firstTry: this.firstTry,
      trace: this.trace,
    };
  }
}

/** Runs a scenario against the clock, one of the paths that it can take. */
export function runTimed(model: Model, options: RunOptions): TimedRun {
  return new Runner(model, options).run();
}
