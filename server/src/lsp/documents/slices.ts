import type { Pace } from '../../ports/pace.ts';

/** The document that was worked on has a newer version, or is closed. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** How long work goes on before others are served, in milliseconds. */
const sliceLength = 12;

/** Resolves when everything that waits for the thread has had its turn. */
function afterOthers(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Work in slices that can be ended between two of them. */
export class Slices implements Pace {
  #began = performance.now();
  #isCancelled = false;

  get isDue(): boolean {
    return this.#isCancelled || performance.now() - this.#began >= sliceLength;
  }

  /** Rejects with {@link Superseded} after `cancel`. */
  async breathe(): Promise<void> {
    await afterOthers();
    if (this.#isCancelled) throw new Superseded('The document changed meanwhile.');
    this.#began = performance.now();
  }

  cancel(): void {
    this.#isCancelled = true;
  }
}
