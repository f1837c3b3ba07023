import type { Worker } from 'node:worker_threads';
import type { FeasibilityReport } from '../../feasibility/model.ts';
import type { Logger } from '../../ports/logger.ts';
import type { JudgeMessage, OpenedKernel, Question, QuestionMessage } from './judge-messages.ts';

interface Waiting {
  readonly resolve: (answer: OpenedKernel | FeasibilityReport) => void;
  readonly reject: (fault: Error) => void;
}

/** A judge's thread as the server sees it: questions go in, each is answered or fails. */
export class JudgeThread {
  readonly #worker: Worker;
  readonly #logger: Logger;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #end: string | undefined;

  constructor(worker: Worker, logger: Logger) {
    this.#worker = worker;
    this.#logger = logger;
    worker.on('message', (message: JudgeMessage) => this.#receive(message));
    worker.on('error', (fault) => this.#ended(`the judge's thread failed: ${fault.message}`));
    worker.on('exit', () => this.#ended("the judge's thread ended"));
  }

  /** Whether the thread is gone, by itself or by `stop`. */
  get isGone(): boolean {
    return this.#end !== undefined;
  }

  /** Rejects when the question fails, and when the thread ends before it is answered. */
  ask(question: Question): Promise<OpenedKernel | FeasibilityReport> {
    if (this.#end !== undefined) return Promise.reject(new Error(this.#end));
    this.#lastId += 1;
    const message: QuestionMessage = { id: this.#lastId, question };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject });
      this.#worker.postMessage(message);
    });
  }

  /** Ends the thread, whatever it is doing. */
  stop(): void {
    this.#ended('another kernel was chosen');
    void this.#worker.terminate();
  }

  #receive(message: JudgeMessage): void {
    if ('log' in message) {
      this.#logger[message.log](message.line);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('failure' in message) waiting?.reject(new Error(message.failure));
    else waiting?.resolve(message.answer);
  }

  #ended(why: string): void {
    this.#end ??= why;
    for (const { reject } of this.#waiting.values()) reject(new Error(this.#end));
    this.#waiting.clear();
  }
}
