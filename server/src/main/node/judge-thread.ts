import type { Worker } from 'node:worker_threads';
import { ResponseError } from 'vscode-languageserver';
import type { Opening } from '../../lsp/opening.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Failure, FromJudge, News, Question, ToJudge } from './judge-messages.ts';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: Error) => void;
}

/** A question under way. */
export interface Asked {
  readonly id: number;
  readonly answer: Promise<unknown>;
}

function faultOf({ message, stack, code }: Failure): Error {
  if (code !== undefined) return new ResponseError(code, message);
  return Object.assign(new Error(message), stack === undefined ? {} : { stack });
}

/** A judge's thread as the server sees it: questions go in, each is answered or fails. */
export class JudgeThread {
  readonly #worker: Worker;
  readonly #logger: Logger;
  readonly #opening: Opening;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #end: string | undefined;

  /** What the thread tells of opening its kernel goes to `opening`. */
  constructor(worker: Worker, logger: Logger, opening: Opening) {
    this.#worker = worker;
    this.#logger = logger;
    this.#opening = opening;
    worker.on('message', (message: FromJudge) => this.#receive(message));
    worker.on('error', (fault) => this.#ended(`the judge's thread failed: ${fault.message}`));
    worker.on('exit', () => this.#ended("the judge's thread ended"));
  }

  /** Whether the thread is gone, by itself or by `stop`. */
  get isGone(): boolean {
    return this.#end !== undefined;
  }

  /** The answer rejects when the question fails, and when the thread ends before it is answered. */
  ask(question: Question): Asked {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#end !== undefined) return { id, answer: Promise.reject(new Error(this.#end)) };
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ id, question });
    });
    return { id, answer };
  }

  tell(news: News): void {
    if (this.#end === undefined) this.#post(news);
  }

  /** Ends the thread, whatever it is doing. */
  stop(why: string): void {
    this.#ended(why);
    void this.#worker.terminate();
  }

  #post(message: ToJudge): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromJudge): void {
    if ('log' in message) {
      this.#logger[message.log](message.line);
      return;
    }
    if ('opening' in message) {
      this.#opening.progress(message.opening);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('failure' in message) waiting?.reject(faultOf(message.failure));
    else waiting?.resolve(JSON.parse(message.answer));
  }

  #ended(why: string): void {
    this.#end ??= why;
    for (const { reject } of this.#waiting.values()) reject(new Error(this.#end));
    this.#waiting.clear();
  }
}
