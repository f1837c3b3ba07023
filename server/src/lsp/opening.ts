import {
  CancellationToken,
  CancellationTokenSource,
  type Connection,
  type WorkDoneProgressServerReporter,
} from 'vscode-languageserver';
import type { IndexProgress } from '../kernel/index/indexes.ts';

/** The opening of a kernel, as far as others take part in it. */
export interface Opening {
  /** Told how far the tree has been read. */
  readonly progress: (progress: IndexProgress) => void;
  /** Cancelled when the user calls it off. */
  readonly token: CancellationToken;
}

/** What a step comes to of the whole, in percent; scanning is a third of it. */
function percentOf(progress: IndexProgress): number {
  switch (progress.step) {
    case 'listing':
      return 1;
    case 'scanning':
      return Math.round(2 + (28 * progress.done) / Math.max(1, progress.all));
    case 'joining':
      return 31;
    case 'calls':
      return 34;
    case 'stacks':
      return 66;
  }
}

function textOf(progress: IndexProgress): string {
  switch (progress.step) {
    case 'listing':
      return 'listing files';
    case 'scanning':
      return `${progress.done} of ${progress.all} files`;
    case 'joining':
      return 'joining names';
    case 'calls':
      return 'working out who calls whom';
    case 'stacks':
      return 'working out on whose stacks functions are';
  }
}

/**
 * Shows the reading of a kernel tree where the client shows work in progress, with a button that calls it
 * off. Nothing is shown before there is something to tell of, so that a kept index opens silently.
 */
export class ShownOpening implements Opening {
  readonly #source = new CancellationTokenSource();
  readonly #connection: Connection | undefined;
  readonly #title: string;
  #reporter: Promise<WorkDoneProgressServerReporter> | undefined;
  #shown = '';

  /** Without a `connection` nothing is shown. */
  constructor(connection: Connection | undefined, title: string) {
    this.#connection = connection;
    this.#title = title;
  }

  get token(): CancellationToken {
    return this.#source.token;
  }

  readonly progress = (progress: IndexProgress): void => {
    if (this.#connection === undefined || progress.step === 'listing') return;
    const percent = percentOf(progress);
    const text = textOf(progress);
    // Editors redraw at each report; a percent more is worth it.
    if (this.#shown === `${percent}`) return;
    this.#shown = `${percent}`;
    this.#reporter ??= this.#begin(this.#connection);
    void this.#reporter.then((reporter) => reporter.report(percent, text)).catch(() => {});
  };

  /** The opening has ended, well or not. */
  done(): void {
    void this.#reporter?.then((reporter) => reporter.done()).catch(() => {});
  }

  async #begin(connection: Connection): Promise<WorkDoneProgressServerReporter> {
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.begin(this.#title, 0, undefined, true);
    reporter.token.onCancellationRequested(() => this.#source.cancel());
    return reporter;
  }
}

/** For those who neither show nor call off. */
export const unseenOpening: Opening = { progress: () => {}, token: CancellationToken.None };
