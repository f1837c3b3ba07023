import { byId } from './elements.ts';

/** How long a step stands while the run is played, in milliseconds. */
const BEAT = 1100;

/** Keeps the step that is shown and moves it: by buttons, scrubber, keys, or by itself. */
export class Player {
  #at = 0;
  #last = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #play = byId('play', HTMLButtonElement);
  readonly #scrubber = byId('scrubber', HTMLInputElement);
  readonly #moved: (at: number) => void;

  constructor(moved: (at: number) => void) {
    this.#moved = moved;
    const on = (id: string, run: () => void): void =>
      byId(id, HTMLButtonElement).addEventListener('click', run);
    on('first', () => this.go(0));
    on('back', () => this.go(this.#at - 1));
    on('play', () => this.toggle());
    on('forward', () => this.go(this.#at + 1));
    on('last', () => this.go(this.#last));
    this.#scrubber.addEventListener('input', () => this.go(Number(this.#scrubber.value)));
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  get at(): number {
    return this.#at;
  }

  /** A new run of `steps` steps, shown at its end. */
  load(steps: number): void {
    this.#stop();
    this.#last = Math.max(0, steps - 1);
    this.#scrubber.max = String(this.#last);
    this.#show(this.#last);
  }

  /** Shows a step and ends playing. */
  go(at: number): void {
    this.#stop();
    this.#show(at);
  }

  toggle(): void {
    if (this.#timer !== undefined) {
      this.#stop();
      return;
    }
    this.#show(this.#at >= this.#last ? 0 : this.#at + 1);
    this.#timer = setInterval(() => {
      if (this.#at >= this.#last) this.#stop();
      else this.#show(this.#at + 1);
    }, BEAT);
    this.#label('Pause', true);
  }

  #show(at: number): void {
    this.#at = Math.min(Math.max(at, 0), this.#last);
    this.#scrubber.value = String(this.#at);
    this.#moved(this.#at);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#label('Play', false);
  }

  #label(label: string, isPlaying: boolean): void {
    this.#play.setAttribute('aria-label', label);
    this.#play.title = `${label} (Space)`;
    const sign = isPlaying ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11L13.5 8z';
    this.#play.querySelector('path')?.setAttribute('d', sign);
  }

  /** Keys that a focused control needs itself are left to it. */
  #key(event: KeyboardEvent): void {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) {
      return;
    }
    const isScrubber = target === this.#scrubber;
    const isControl = target instanceof HTMLButtonElement || target instanceof HTMLInputElement;
    const act = this.#actOf(key);
    if (act === undefined) return;
    if (key === ' ' ? isControl && !isScrubber : isScrubber) return;
    event.preventDefault();
    act();
  }

  #actOf(key: string): (() => void) | undefined {
    switch (key) {
      case 'ArrowRight':
        return () => this.go(this.#at + 1);
      case 'ArrowLeft':
        return () => this.go(this.#at - 1);
      case 'Home':
        return () => this.go(0);
      case 'End':
        return () => this.go(this.#last);
      case ' ':
        return () => this.toggle();
      default:
        return undefined;
    }
  }
}
