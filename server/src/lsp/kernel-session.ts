import type { Logger } from '../ports/logger.ts';
import type { ServerStatus } from '../protocol/status.ts';
import type { KernelChoice } from './analysis.ts';
import type { Judge } from './judge.ts';

/** What a session tells those who depend on its kernel. */
export interface KernelListener {
  /** From now on this judge answers; it may still be on its way. */
  judgeChanged(judge: Promise<Judge>): void;
  statusChanged(status: ServerStatus): void;
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
 * The kernel in use. While a chosen tree is read, and where the choice cannot be opened at all,
 * bundled facts answer in its stead and the status says so. The latest choice wins, however long an
 * earlier one takes.
 */
export class KernelSession {
  readonly #open: (choice: KernelChoice) => Promise<Judge>;
  readonly #logger: Logger;
  readonly #listener: KernelListener;
  #choice: KernelChoice | undefined;
  #current: Promise<Judge> | undefined;

  constructor(
    open: (choice: KernelChoice) => Promise<Judge>,
    logger: Logger,
    listener: KernelListener,
  ) {
    this.#open = open;
    this.#logger = logger;
    this.#listener = listener;
  }

  /** Opens the kernel, unless it is the one in use. */
  choose(choice: KernelChoice): void {
    if (sameChoice(this.#choice, choice)) return;
    this.#choice = choice;
    this.#listener.statusChanged({ state: 'opening', meanwhile: undefined });
    void this.#useChosen(choice);
  }

  /** Ends the judge in use. */
  dispose(): void {
    this.#choice = undefined;
    this.#replace(undefined);
  }

  /** Never rejects. */
  async #useChosen(choice: KernelChoice): Promise<void> {
    try {
      if (choice.tree === undefined) await this.#useAtOnce(choice);
      else await this.#useTree(choice, choice.tree);
    } catch (fault) {
      if (this.#choice !== choice) return;
      this.#logger.error(`No kernel could be opened: ${reason(fault)}`);
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

  /** A tree takes its time to be read: bundled facts answer meanwhile. */
  async #useTree(choice: KernelChoice, tree: string): Promise<void> {
    const tried = this.#open(choice).then(
      (judge) => ({ judge }),
      (fault: unknown) => ({ problem: reason(fault) }),
    );
    const opening = this.#openOrHumbler({ tree: undefined, release: choice.release });
    this.#use(
      choice,
      opening.then(([judge]) => judge),
    );
    const [bundled, bundledProblem] = await opening;
    if (this.#choice === choice) {
      const meanwhile = bundled.origin.description;
      this.#logger.info(`The tree at ${tree} is being read; ${meanwhile} answer meanwhile.`);
      this.#listener.statusChanged({ state: 'opening', meanwhile });
    }
    const result = await tried;
    if ('judge' in result) {
      this.#use(choice, Promise.resolve(result.judge));
      this.#ready(choice, result.judge, undefined);
    } else {
      this.#logger.warn(result.problem);
      this.#ready(choice, bundled, bundledProblem ?? result.problem);
    }
  }

  /** The judge, and what was wrong with the choice where another one had to do. */
  async #openOrHumbler(choice: KernelChoice): Promise<readonly [Judge, string | undefined]> {
    try {
      return [await this.#open(choice), undefined];
    } catch (fault) {
      const next = humbler(choice);
      if (next === undefined) throw fault;
      this.#logger.warn(reason(fault));
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
    this.#logger.info(`Verdicts speak of ${kernel}, from ${origin.description}.`);
    this.#listener.statusChanged({
      state: 'ready',
      kernel,
      facts: origin.description,
      source: origin.kind,
      problem,
    });
  }
}
