import { sayEnd } from '../description.ts';
import { type Layout, measures } from '../layout/layout.ts';
import type { Film } from '../model.ts';
import type { Palette } from './palette.ts';
import { el, fitted, widthOf, words } from './svg.ts';

/** Title and subtitle, and at the right how the run ends. */
export function drawHeading(film: Film, layout: Layout, palette: Palette): string {
  const end = sayEnd(film);
  const width = widthOf(end, 12) + 22;
  const left = layout.width - measures.margin - width;
  const colour = film.ends === 'complete' ? palette.after : palette.refused;
  const room = left - 2 * measures.margin;
  return el(
    'g',
    { class: 'heading' },
    words(fitted(film.title, room, 16), {
      x: measures.margin,
      y: 26,
      fill: palette.text,
      'font-size': 16,
      'font-weight': 600,
    }),
    words(fitted(film.subtitle, room, 12), {
      x: measures.margin,
      y: 46,
      fill: palette.muted,
      'font-size': 12,
    }),
    el('rect', {
      x: left,
      y: 12,
      width,
      height: 24,
      rx: 12,
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.4,
    }),
    words(end, {
      x: left + width / 2,
      y: 28,
      fill: colour,
      'font-size': 12,
      'font-weight': 600,
      'text-anchor': 'middle',
    }),
  );
}
