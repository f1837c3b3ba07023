import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Logger } from '../ports/logger.ts';
import type { ReportStore } from './documents/report-store.ts';
import { type DiagnosticStyle, diagnostics, faultDiagnostic } from './features/diagnostics.ts';
import { faultText } from './guard.ts';

/** What the publisher needs of the server. */
export interface PublisherWorld {
  readonly reports: ReportStore;
  readonly logger: Logger;
  readonly style: () => DiagnosticStyle;
  /** The open document of that URI as it stands now. */
  readonly open: (uri: string) => TextDocument | undefined;
  readonly send: (uri: string, version: number | undefined, found: Diagnostic[]) => void;
}

/** Longest wait after the last keystroke, in milliseconds. */
const LONGEST_PAUSE = 500;

/** Judgements quicker than this (milliseconds) follow each keystroke at once. */
const QUICK = 15;

/**
 * Sends diagnostics to clients that do not ask for them. Each document has at most one timer; the
 * pause grows with the time that its last judgement took.
 */
export class DiagnosticsPublisher {
  readonly #world: PublisherWorld;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #costs = new Map<string, number>();
  #isDisposed = false;

  constructor(world: PublisherWorld) {
    this.#world = world;
  }

  /** The document was opened, edited, or has a new kernel to be judged on. */
  schedule(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const cost = this.#costs.get(uri) ?? 0;
    const pause = cost < QUICK ? 0 : Math.min(LONGEST_PAUSE, 2 * cost);
    const timer = setTimeout(() => {
      this.#timers.delete(uri);
      void this.#publish(uri);
    }, pause);
    this.#timers.set(uri, timer);
  }

  /** The document was closed: its diagnostics are taken back. */
  close(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#costs.delete(uri);
    this.#world.send(uri, undefined, []);
  }

  /** Nothing is sent from now on, whatever is still being judged. */
  dispose(): void {
    this.#isDisposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Judges and sends, unless the document or the kernel changed meanwhile. Never rejects. */
  async #publish(uri: string): Promise<void> {
    const { reports, logger, open, send, style } = this.#world;
    const document = open(uri);
    if (document === undefined) return;
    const { version } = document;
    const { generation } = reports;
    const isCurrent = (): boolean =>
      !this.#isDisposed &&
      open(uri) === document &&
      document.version === version &&
      reports.generation === generation;
    try {
      const judged = await reports.judged(document);
      if (judged === undefined || !isCurrent()) return;
      this.#costs.set(uri, judged.milliseconds);
      send(uri, version, diagnostics(judged, style()));
    } catch (fault) {
      if (!isCurrent()) return;
      logger.error(`${uri} could not be judged: ${faultText(fault)}`);
      send(uri, version, [faultDiagnostic(fault instanceof Error ? fault.message : String(fault))]);
    }
  }
}
