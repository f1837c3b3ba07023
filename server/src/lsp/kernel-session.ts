import type { Logger } from '../ports/logger.ts';
import type { ServerStatus } from '../protocol/status.ts';
import type { Judge, KernelChoice, OpenJudge } from './judge.ts';

/** What a session tells those who depend on its kernel. */
export interface KernelListener {
  /** From now on this judge answers; it may still be on its way. */
  judgeChanged(judge: Promise<Judge>): void;
  statusChanged(status: ServerStatus): void;
}

interface Opened {
  readonly judge: Judge;
  readonly problem: string | undefined;
}

function sameChoice(a: KernelChoice | undefined, b: KernelChoice): boolean {
  return a !== undefined && a.tree === b.tree && a.release === b.release;
}

function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

/**
 * The kernel in use. Where the chosen tree or release cannot be opened, bundled facts answer in its
 * stead and the status says so. The latest choice wins, however long an earlier one takes.
 */
export class KernelSession {
  readonly #open: OpenJudge;
  readonly #logger: Logger;
  readonly #listener: KernelListener;
  #choice: KernelChoice | undefined;
  #status: ServerStatus = { state: 'opening' };

  constructor(open: OpenJudge, logger: Logger, listener: KernelListener) {
    this.#open = open;
    this.#logger = logger;
    this.#listener = listener;
  }

  get status(): ServerStatus {
    return this.#status;
  }

  /** Opens the kernel, unless it is the one in use. */
  choose(choice: KernelChoice): void {
    if (sameChoice(this.#choice, choice)) return;
    this.#choice = choice;
    this.#tell({ state: 'opening' });
    const opened = this.#openOrFallBack(choice);
    const judge = opened.then((one) => one.judge);
    judge.catch(() => {});
    this.#listener.judgeChanged(judge);
    opened.then(
      ({ judge: { kernel, origin }, problem }) => {
        if (this.#choice !== choice) return;
        this.#logger.info(`Verdicts speak of ${kernel}, from ${origin.description}.`);
        this.#tell({
          state: 'ready',
          kernel,
          facts: origin.description,
          source: origin.kind,
          problem,
        });
      },
      (fault: unknown) => {
        if (this.#choice !== choice) return;
        this.#logger.error(`No kernel could be opened: ${reason(fault)}`);
        this.#tell({ state: 'failed', problem: reason(fault) });
      },
    );
  }

  #tell(status: ServerStatus): void {
    this.#status = status;
    this.#listener.statusChanged(status);
  }

  async #openOrFallBack(choice: KernelChoice): Promise<Opened> {
    try {
      return { judge: await this.#open(choice, this.#logger), problem: undefined };
    } catch (fault) {
      const { tree, release } = choice;
      if (tree === undefined && release === undefined) throw fault;
      this.#logger.warn(reason(fault));
      const humbler = { tree: undefined, release: tree === undefined ? undefined : release };
      const { judge } = await this.#openOrFallBack(humbler);
      return { judge, problem: reason(fault) };
    }
  }
}
