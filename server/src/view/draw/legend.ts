import { type Layout, measures } from '../layout/layout.ts';
import type { Film } from '../model.ts';
import { bolt, cross, diamond, type Glyph, glyphOf, pulse, wave } from './glyphs.ts';
import type { Palette } from './palette.ts';
import { el, widthOf, words } from './svg.ts';

interface Entry {
  readonly sign: Glyph;
  readonly text: string;
}

function swatch(fill: keyof Palette, dash?: string): Glyph {
  return (x, y, palette) =>
    el('line', {
      x1: x - 9,
      x2: x + 9,
      y1: y,
      y2: y,
      stroke: palette[fill],
      'stroke-width': measures.rail,
      'stroke-dasharray': dash,
    });
}

const box =
  (fill: 'runs' | 'sleeps' | 'waits' | undefined): Glyph =>
  (x, y, palette) =>
    el('rect', {
      x: x - 9,
      y: y - 6,
      width: 18,
      height: 12,
      rx: 3,
      fill: fill === undefined ? 'none' : palette[fill],
      stroke: palette.edge,
      'stroke-dasharray': fill === undefined ? '2 3' : undefined,
    });

/** What is in the drawing, and only that. */
function entriesOf(film: Film): readonly Entry[] {
  const whats = new Set(
    film.lanes.flatMap(({ stretches }) => stretches.map(({ activity }) => activity.what)),
  );
  const marks = new Set(film.lanes.flatMap((lane) => lane.marks.map((mark) => mark.kind)));
  const isQuiet = film.steps.some((step) => step.tries > 1);
  const all: readonly (Entry & { readonly shown: boolean })[] = [
    { sign: swatch('before', '5 2.5'), text: film.states.before, shown: true },
    { sign: swatch('after'), text: film.states.after, shown: true },
    { sign: diamond, text: 'switched', shown: marks.has('switched') },
    {
      sign: cross,
      text: isQuiet ? 'refused (ticks: each try)' : 'refused',
      shown: marks.has('refused'),
    },
    { sign: bolt, text: 'kicked', shown: marks.has('kick') },
    { sign: wave, text: 'fake signal', shown: marks.has('signal') },
    {
      sign: glyphOf('strategy', false),
      text: 'strategy',
      shown: film.steps.some((step) => step.kind === 'strategy'),
    },
    { sign: pulse, text: 'runs for a moment', shown: marks.has('work') },
    { sign: box('runs'), text: 'runs', shown: whats.has('runs') },
    { sign: box('sleeps'), text: 'sleeps', shown: whats.has('sleeps') },
    { sign: box('waits'), text: 'waits for the CPU', shown: whats.has('waits') },
    { sign: box(undefined), text: 'idle', shown: whats.has('idle') },
  ];
  return all.filter((entry) => entry.shown);
}

const SIZE = 11;

/** The signs that occur in the film, in one or two rows below the lanes. */
export function drawLegend(film: Film, layout: Layout, palette: Palette): string {
  let x: number = measures.margin;
  let y = layout.lanesBottom + 14;
  const drawn = entriesOf(film).map(({ sign, text }) => {
    const width = 24 + widthOf(text, SIZE) + 20;
    if (x + width - 20 > layout.width - measures.margin) {
      x = measures.margin;
      y += 19;
    }
    const entry =
      sign(x + 9, y, palette) +
      words(text, { x: x + 24, y: y + 4, fill: palette.muted, 'font-size': SIZE });
    x += width;
    return entry;
  });
  return el('g', { class: 'legend' }, ...drawn);
}
