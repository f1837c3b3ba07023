import type { Logger } from '../ports/logger.ts';
import type { ServerStatus } from '../protocol/status.ts';
import type { KernelChoice } from './analysis.ts';
import type { Judge } from './judge.ts';
import type { Watching, WatchTree } from './kernel-watch.ts';

/** What a session tells those who depend on its kernel. */
export interface KernelListener {
  /** From now on this judge answers; it may still be on its way. */
  judgeChanged(judge: Promise<Judge>): void;
  statusChanged(status: ServerStatus): void;
}

/** What a session works with. */
export interface KernelHost {
  readonly open: (choice: KernelChoice) => Promise<Judge>;
  readonly watchTree: WatchTree;
  readonly logger: Logger;
}

/** A checkout changes thousands of files one by one: reading waits until it is quiet, in milliseconds. */
const quiet = 1500;

/** What was kept of a tree is there in half a second; from a folder that does not answer it may never be. */
const keptPatience = 5000;

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

function sameChoice(a: KernelChoice | undefined, b: KernelChoice): boolean {
  return a !== undefined && a.tree === b.tree && a.release === b.release;
}

function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

/** Bundled facts for the same release, or for whatever they are of where that release is none. */
function humbler({ tree, release }: KernelChoice): KernelChoice | undefined {
  if (tree !== undefined) return { tree: undefined, release };
  return release === undefined ? undefined : { tree: undefined, release: undefined };
}

/**
 * The kernel in use. While a chosen tree is read, what was kept of it answers, or bundled facts where
 * nothing was; those answer too where the choice cannot be opened at all. The status says so. A tree that changes is read anew, once at a
 * time, while what was read before goes on to answer. The latest choice wins, however long an earlier
 * one takes.
 */
export class KernelSession {
  readonly #host: KernelHost;
  readonly #listener: KernelListener;
  #choice: KernelChoice | undefined;
  #current: Promise<Judge> | undefined;
  #hasProblem = false;
  #watching: Watching | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;
  #isOutdated = false;

  constructor(host: KernelHost, listener: KernelListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Opens the kernel, unless it is the one in use and nothing was wrong with it. */
  choose(choice: KernelChoice): void {
    if (sameChoice(this.#choice, choice) && !this.#hasProblem) return;
    this.#choice = choice;
    this.#hasProblem = false;
    this.#watch(choice.tree);
    this.#listener.statusChanged({ state: 'opening', meanwhile: undefined });
    void this.#useChosen(choice);
  }

  /** The tree in use has other files than before; it is read anew when it is quiet. */
  treeChanged(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#refresh(), quiet);
  }

  /** Ends the judge in use. */
  dispose(): void {
    this.#choice = undefined;
    clearTimeout(this.#settling);
    this.#watch(undefined);
    this.#replace(undefined);
  }

  #watch(tree: string | undefined): void {
    this.#watching?.dispose();
    this.#watching =
      tree === undefined ? undefined : this.#host.watchTree(tree, () => this.treeChanged());
  }

  #refresh(): void {
    const choice = this.#choice;
    if (choice?.tree === undefined) return;
    if (this.#isReading) this.#isOutdated = true;
    else void this.#readAgain(choice);
  }

  /** Never rejects. */
  async #readAgain(choice: KernelChoice): Promise<void> {
    const { logger, open } = this.#host;
    const before = await this.#current?.catch(() => undefined);
    const meanwhile = before?.origin.description;
    logger.info(`The tree at ${choice.tree} changed; it is read anew.`);
    this.#listener.statusChanged({ state: 'opening', meanwhile });
    await this.#reading(async () => {
      try {
        const judge = await open(choice);
        this.#use(choice, Promise.resolve(judge));
        this.#ready(choice, judge, undefined);
      } catch (fault) {
        logger.warn(reason(fault));
        if (before !== undefined) this.#ready(choice, before, reason(fault));
      }
    });
  }

  /** One reading of the tree at a time; what changes meanwhile is read after it. */
  async #reading(read: () => Promise<void>): Promise<void> {
    this.#isReading = true;
    try {
      await read();
    } finally {
      this.#isReading = false;
    }
    if (!this.#isOutdated) return;
    this.#isOutdated = false;
    this.#refresh();
  }

  /** Never rejects. */
  async #useChosen(choice: KernelChoice): Promise<void> {
    const { tree } = choice;
    try {
      if (tree === undefined) await this.#useAtOnce(choice);
      else await this.#reading(() => this.#useTree(choice, tree));
    } catch (fault) {
      if (this.#choice !== choice) return;
      this.#hasProblem = true;
      this.#host.logger.error(`No kernel could be opened: ${reason(fault)}`);
      this.#listener.statusChanged({ state: 'failed', problem: reason(fault) });
    }
  }

  /** Facts are there in no time: questions wait for them. */
  async #useAtOnce(choice: KernelChoice): Promise<void> {
    const opening = this.#openOrHumbler(choice);
    this.#use(
      choice,
      opening.then(([judge]) => judge),
    );
    const [judge, problem] = await opening;
    this.#ready(choice, judge, problem);
  }

  /** A tree takes its time to be read, or compared: what is known of it, or bundled facts, answer meanwhile. */
  async #useTree(choice: KernelChoice, tree: string): Promise<void> {
    const { logger, open } = this.#host;
    const tried = open(choice).then(
      (judge) => ({ judge }),
      (fault: unknown) => ({ problem: reason(fault) }),
    );
    const opening = this.#openMeanwhile({ tree, release: choice.release });
    this.#use(
      choice,
      opening.then(([judge]) => judge),
    );
    const [before, beforeProblem] = await opening;
    if (this.#choice === choice) {
      const meanwhile = before.origin.description;
      logger.info(`The tree at ${tree} is being read; meanwhile answers come from ${meanwhile}.`);
      this.#listener.statusChanged({ state: 'opening', meanwhile });
    }
    const result = await tried;
    if ('judge' in result) {
      this.#use(choice, Promise.resolve(result.judge));
      this.#ready(choice, result.judge, undefined);
    } else {
      logger.warn(result.problem);
      this.#ready(choice, before, beforeProblem ?? result.problem);
    }
  }

  /** The tree as it was indexed before, where it was, else bundled facts. */
  async #openMeanwhile(choice: KernelChoice): Promise<readonly [Judge, string | undefined]> {
    const opening = this.#host.open({ ...choice, asKept: true });
    const refused = opening.catch((fault: unknown) => this.#host.logger.debug(reason(fault)));
    const kept = await Promise.race([refused, after(keptPatience)]);
    if (kept !== undefined) return [kept, undefined];
    void opening.then((late) => late.dispose()).catch(() => {});
    return this.#openOrHumbler({ ...choice, tree: undefined });
  }

  /** The judge, and what was wrong with the choice where another one had to do. */
  async #openOrHumbler(choice: KernelChoice): Promise<readonly [Judge, string | undefined]> {
    try {
      return [await this.#host.open(choice), undefined];
    } catch (fault) {
      const next = humbler(choice);
      if (next === undefined) throw fault;
      this.#host.logger.warn(reason(fault));
      const [judge] = await this.#openOrHumbler(next);
      return [judge, reason(fault)];
    }
  }

  /** Lets `judge` answer from now on, unless another kernel was chosen meanwhile. */
  #use(choice: KernelChoice, judge: Promise<Judge>): void {
    judge.catch(() => {});
    if (this.#choice !== choice) {
      void judge.then((late) => late.dispose()).catch(() => {});
      return;
    }
    this.#listener.judgeChanged(judge);
    this.#replace(judge);
  }

  #replace(judge: Promise<Judge> | undefined): void {
    this.#current?.then((old) => old.dispose()).catch(() => {});
    this.#current = judge;
  }

  #ready(choice: KernelChoice, { kernel, origin }: Judge, problem: string | undefined): void {
    if (this.#choice !== choice) return;
    this.#hasProblem = problem !== undefined;
    this.#host.logger.info(`Verdicts speak of ${kernel}, from ${origin.description}.`);
    this.#listener.statusChanged({
      state: 'ready',
      kernel,
      facts: origin.description,
      source: origin.kind,
      problem,
    });
  }
}
