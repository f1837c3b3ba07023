import { Worker } from 'node:worker_threads';
import type { Counts, Places, Scanned, Tables } from '../../kernel/index/by-name.ts';
import type { Crew } from '../../kernel/index/crew.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import { IndexLayout } from '../../kernel/index/layout.ts';
import type {
  FromScanWorker,
  NumberedFiles,
  ScanWorkerData,
  ToScanWorker,
} from './scan-messages.ts';
import { writePieces } from './write-pieces.ts';

type Answer<Kind extends FromScanWorker['kind']> = Extract<FromScanWorker, { kind: Kind }>;

/** The threads that scan a tree, and then lay out its index together. */
export class ScanCrew implements Crew {
  private readonly threads: readonly Worker[];
  /** Rejects when a thread ends before it should. */
  private readonly failure: Promise<never>;

  constructor(script: string, size: number, data: Omit<ScanWorkerData, 'share' | 'of'>) {
    this.threads = Array.from({ length: size }, (_, share) => {
      const workerData: ScanWorkerData = { ...data, share, of: size };
      // It closes what it opens: Node.js need not keep a list of that.
      return new Worker(script, { workerData, trackUnmanagedFds: false });
    });
    this.failure = Promise.race(this.threads.map(failureOf));
    this.failure.catch(() => undefined);
  }

  /** Tells every thread the same; no answer is waited for. */
  tell(message: ToScanWorker): void {
    for (const thread of this.threads) thread.postMessage(message);
  }

  /** What each thread found, when all that was told before is scanned. */
  async finish(): Promise<readonly NumberedFiles[]> {
    const answers = await this.ask('found', () => ({ kind: 'finish' }));
    return answers.map(({ found }) => found);
  }

  async count(scanned: Scanned): Promise<readonly Counts[]> {
    const answers = await this.ask('counted', () => ({ kind: 'count', scanned }));
    return answers.map(({ counts }) => counts);
  }

  async fill(next: readonly Counts[], tables: Tables, places: Places): Promise<void> {
    await this.ask('done', (share) => {
      const own = next[share];
      if (own === undefined) throw new RangeError(`Nothing was counted of share ${share}.`);
      return { kind: 'fill', next: own, tables, places };
    });
  }

  /** Writes an index to an open file. */
  async write(file: number, sections: IndexSections): Promise<void> {
    const layout = new IndexLayout(sections);
    const sums = new Int32Array(new SharedArrayBuffer(layout.blocks * 4));
    await this.ask('done', () => ({ kind: 'write', file, sections, sums }));
    writePieces(file, layout.ends(sums));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private ask<Kind extends FromScanWorker['kind']>(
    kind: Kind,
    message: (share: number) => ToScanWorker,
  ): Promise<readonly Answer<Kind>[]> {
    const answers = this.threads.map((thread, share) => {
      const answer = answerOf(thread, kind);
      thread.postMessage(message(share));
      return answer;
    });
    const all = Promise.race([Promise.all(answers), this.failure]);
    // Whoever asks may fail at something else before it waits for the answers.
    all.catch(() => undefined);
    return all;
  }
}

function answerOf<Kind extends FromScanWorker['kind']>(
  thread: Worker,
  kind: Kind,
): Promise<Answer<Kind>> {
  return new Promise((resolve, reject) => {
    thread.once('message', (answer: FromScanWorker) => {
      if (answer.kind === kind) resolve(answer as Answer<Kind>);
      else reject(new Error(answer.kind === 'failed' ? answer.message : `unasked: ${answer.kind}`));
    });
  });
}

function failureOf(thread: Worker): Promise<never> {
  return new Promise((_, reject) => {
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`A scanning thread ended with code ${code}.`)));
  });
}
