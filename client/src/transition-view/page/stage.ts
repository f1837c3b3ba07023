import { inheritedPalette } from '../../../../server/src/view/draw/palette.ts';
import { drawTransition } from '../../../../server/src/view/draw/transition-svg.ts';
import type { Film } from '../../../../server/src/view/model.ts';
import { byId } from './elements.ts';

/** Narrower than this the drawing is scrolled. */
const NARROWEST = 380;

/** The drawing, with the cursor of the step that is shown. */
export class Stage {
  readonly #stage = byId('stage', HTMLDivElement);
  #film: Film | undefined;
  #at = 0;
  #width = 0;

  constructor(picked: (step: number) => void) {
    this.#stage.addEventListener('click', (event) => {
      const step = event.target instanceof Element ? event.target.closest('.step') : null;
      if (step !== null) picked(Number(step.getAttribute('data-step')));
    });
    new ResizeObserver(() => {
      if (Math.abs(this.#stage.clientWidth - this.#width) > 4) this.#draw();
    }).observe(this.#stage);
  }

  show(film: Film): void {
    this.#film = film;
    this.#draw();
  }

  /** Moves the cursor; what comes after it is dimmed. */
  move(at: number): void {
    this.#at = at;
    const step = this.#stage.querySelector(`.step[data-step="${at}"]`);
    const from = Number(step?.getAttribute('data-from') ?? 0);
    const to = Number(step?.getAttribute('data-to') ?? 0);
    const right = this.#stage.querySelector('svg')?.viewBox.baseVal.width ?? 0;
    const isLast = at + 1 === this.#film?.steps.length;
    this.#place('.cursor', from, to - from);
    this.#place('.future', to, isLast ? 0 : Math.max(0, right - to));
    this.#reveal(from, to);
  }

  #draw(): void {
    if (this.#film === undefined) return;
    this.#width = this.#stage.clientWidth;
    this.#stage.innerHTML = drawTransition(this.#film, {
      width: Math.max(NARROWEST, this.#width),
      hasHeading: false,
      hasLegend: true,
      palette: inheritedPalette,
      isInteractive: true,
    });
    this.move(this.#at);
  }

  #place(selector: string, x: number, width: number): void {
    const element = this.#stage.querySelector(selector);
    element?.setAttribute('x', String(x));
    element?.setAttribute('width', String(width));
  }

  #reveal(from: number, to: number): void {
    const { scrollLeft, clientWidth } = this.#stage;
    if (from < scrollLeft || to > scrollLeft + clientWidth)
      this.#stage.scrollLeft = Math.max(0, from - clientWidth / 2);
  }
}
