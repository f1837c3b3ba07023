/** Ends of the server that count together, in milliseconds. */
const WINDOW = 180_000;

/** Waits before one restart after another, in milliseconds; after the last one it is given up. */
const delays: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000];

/** Decides how long to wait before the server is started again. */
export class RestartDelay {
  #ends: number[] = [];

  /**
   * The server ended at `now` (milliseconds): how long to wait before it is started again, in
   * milliseconds; `undefined` when it has ended too often within three minutes.
   */
  next(now: number): number | undefined {
    this.#ends = [...this.#ends.filter((end) => now - end < WINDOW), now];
    return delays[this.#ends.length - 1];
  }
}
