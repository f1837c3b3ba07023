import { sayFilm } from '../description.ts';
import { type Layout, type LayoutOptions, layoutOf } from '../layout/layout.ts';
import type { Film } from '../model.ts';
import { drawAxis } from './axis.ts';
import { drawHeading } from './heading.ts';
import { drawLane } from './lane.ts';
import { drawLegend } from './legend.ts';
import type { Palette } from './palette.ts';
import { el } from './svg.ts';

/** How a drawing is wanted. */
export interface DrawingOptions extends LayoutOptions {
  readonly palette: Palette;
  /**
   * For a page that steps through it: empty elements `.future` and `.cursor`, and over the axis an
   * element `.step` for each step, with `data-step` and, for the cursor, `data-from` and `data-to`.
   */
  readonly isInteractive: boolean;
}

/** A drawing for a file: with heading and legend. */
export function fileOptions(palette: Palette, width = 1000): DrawingOptions {
  return { width, hasHeading: true, hasLegend: true, palette, isInteractive: false };
}

/** Half of the cursor's width. */
const CURSOR = 16;

function controls(layout: Layout, palette: Palette): string {
  const y = layout.story - 16;
  const height = layout.lanesBottom - y;
  const still = { y, height, 'pointer-events': 'none' };
  return (
    el('rect', { class: 'future', ...still, fill: palette.background, opacity: 0.6 }) +
    el('rect', {
      class: 'cursor',
      ...still,
      rx: 5,
      fill: palette.strategy,
      'fill-opacity': 0.12,
      stroke: palette.strategy,
      'stroke-opacity': 0.8,
    }) +
    layout.columns
      .map(({ left, right, x, end }, step) =>
        el('rect', {
          class: 'step',
          'data-step': step,
          'data-from': Math.max(left, x - CURSOR),
          'data-to': Math.min(right, end + CURSOR),
          x: left,
          y: layout.axis - 14,
          width: right - left,
          height: layout.lanesTop - layout.axis + 10,
          fill: palette.background,
          'fill-opacity': 0,
        }),
      )
      .join('')
  );
}

/**
 * Draws a film as one `<svg>` element that needs nothing from outside: no script, style sheet, font or
 * identifier. It has the role of an image, with one sentence as its name; `describe()` gives the rest in
 * words.
 */
export function drawTransition(film: Film, options: DrawingOptions): string {
  const layout = layoutOf(film, options);
  const { palette } = options;
  const { width, height } = layout;
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
      width: Math.round(width),
      height: Math.round(height),
      role: 'img',
      'aria-label': sayFilm(film),
      'font-family': palette.sans,
    },
    el('rect', { class: 'page', width: '100%', height: '100%', fill: palette.background }),
    options.hasHeading ? drawHeading(film, layout, palette) : '',
    drawAxis(film, layout, palette),
    ...layout.rows.map((row) => drawLane(row, film, layout, palette)),
    options.hasLegend ? drawLegend(film, layout, palette) : '',
    options.isInteractive ? controls(layout, palette) : '',
  );
}
