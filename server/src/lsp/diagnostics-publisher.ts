import { CancellationToken, type Diagnostic } from 'vscode-languageserver';
import type { Logger } from '../ports/logger.ts';
import type { CurrentJudge } from './current-judge.ts';
import { faultDiagnostic } from './features/diagnostics.ts';
import { faultText } from './guard.ts';
import type { OpenDocuments } from './open-documents.ts';

/** What the publisher needs of the server. */
export interface PublisherWorld {
  readonly judge: CurrentJudge;
  readonly documents: OpenDocuments;
  readonly logger: Logger;
  /** Counts the changes of settings and the like that findings depend on. */
  readonly circumstances: () => number;
  /** Called when a document is judged whole of which a part was told before. */
  readonly completed: () => void;
  readonly send: (uri: string, version: number | undefined, found: Diagnostic[]) => void;
}

/** Longest wait after the last keystroke, in milliseconds. */
const longestPause = 300;

/** Judgements quicker than this (milliseconds) follow each keystroke at once. */
const quick = 40;

/** Of a document that takes long, what was found so far is told after this time, in milliseconds. */
const patience = 150;

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
    if (cost < quick) {
      void this.#publish(uri);
      return;
    }
    const timer = setTimeout(
      () => {
        this.#timers.delete(uri);
        void this.#publish(uri);
      },
      Math.min(longestPause, cost),
    );
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

  /**
   * Judges and sends, unless the document, the kernel or the settings changed meanwhile. Parts of an
   * answer are sent only while the client shows nothing of an earlier version. Never rejects.
   */
  async #publish(uri: string): Promise<void> {
    const { judge, documents, logger, circumstances, completed, send } = this.#world;
    const document = documents.get(uri);
    if (document === undefined) return;
    const { version } = document;
    const { generation } = judge;
    const began = circumstances();
    const isCurrent = (): boolean =>
      !this.#isDisposed &&
      documents.get(uri) === document &&
      judge.generation === generation &&
      circumstances() === began;
    const isFirst = !this.#costs.has(uri);
    try {
      for (let wait = isFirst ? patience : undefined; ; wait = undefined) {
        const found = await judge.ask(
          'diagnostics',
          { uri, patience: wait },
          CancellationToken.None,
        );
        if (found === null || !isCurrent() || found.version !== version) return;
        send(uri, version, [...found.items]);
        if (!found.isComplete) continue;
        this.#costs.set(uri, found.milliseconds);
        if (wait === undefined && isFirst) completed();
        return;
      }
    } catch (fault) {
      if (!isCurrent()) return;
      logger.error(`${uri} could not be judged: ${faultText(fault)}`);
      send(uri, version, [faultDiagnostic(fault instanceof Error ? fault.message : String(fault))]);
    }
  }
}
