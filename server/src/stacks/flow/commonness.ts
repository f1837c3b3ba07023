import type { FunctionId } from '../../kernel/model.ts';
import { CALL, edgesTo, type Flow, fromOf } from './flow.ts';
import type { Sleepable } from './sleepable.ts';

/**
 * Tells functions of one subsystem from those that half the kernel calls. A wait inside a common
 * function (memory reclaim, module loading) says nothing about its callers: it is off their main
 * path. Counting the functions that call it, directly or not, needs no list of names. Who calls through
 * a pointer is not counted, however well a macro guesses where it leads.
 */
export class Commonness {
  readonly #flow: Flow;
  readonly #sleeps: Sleepable;
  readonly #limit: number;
  /** 0 unknown, 1 special, 2 common. */
  readonly #known: Uint8Array;
  readonly #seen: Uint32Array;
  #round = 0;

  /** `limit`: with more callers than this, directly or not and sleeping in it, a function is common. */
  constructor(flow: Flow, sleeps: Sleepable, limit: number) {
    this.#flow = flow;
    this.#sleeps = sleeps;
    this.#limit = limit;
    this.#known = new Uint8Array(flow.size);
    this.#seen = new Uint32Array(flow.size);
  }

  isCommon(id: FunctionId): boolean {
    const known = this.#known[id];
    if (known !== 0) return known === 2;
    const common = this.#count(id);
    this.#known[id] = common ? 2 : 1;
    return common;
  }

  #count(id: FunctionId): boolean {
    this.#round += 1;
    const round = this.#round;
    const queue: FunctionId[] = [id];
    this.#seen[id] = round;
    for (let at = 0; at < queue.length; at += 1) {
      if (queue.length > this.#limit) return true;
      for (const edge of edgesTo(this.#flow, queue[at] ?? -1)) {
        if (this.#flow.how[edge] !== CALL || this.#flow.guessed.has(edge)) continue;
        if (!this.#sleeps(edge)) continue;
        const caller = fromOf(this.#flow, edge);
        if (this.#seen[caller] === round) continue;
        if (this.#known[caller] === 2) return true;
        this.#seen[caller] = round;
        queue.push(caller);
      }
    }
    return false;
  }
}
