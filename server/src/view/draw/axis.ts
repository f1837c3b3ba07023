import type { Column } from '../layout/columns.ts';
import type { Layout } from '../layout/layout.ts';
import type { Film, Step } from '../model.ts';
import { saySeconds } from '../names.ts';
import { glyphOf } from './glyphs.ts';
import type { Palette } from './palette.ts';
import { el, fitted, widthOf, words } from './svg.ts';
import { ticksOf } from './ticks.ts';

const TIME = 11;

/** Steps that happen at the same moment. */
interface Moment {
  readonly label: string;
  readonly first: Column;
  readonly last: Column;
}

function labelOf({ seconds, until }: Step): string {
  return seconds === until
    ? saySeconds(seconds)
    : `${saySeconds(seconds).replace(' s', '')} – ${saySeconds(until)}`;
}

function momentsOf(film: Film, columns: readonly Column[]): readonly Moment[] {
  const moments: (Moment & { readonly until: number })[] = [];
  for (const [index, step] of film.steps.entries()) {
    const column = columns[index];
    const open = moments.at(-1);
    if (column === undefined) continue;
    if (open?.until === step.seconds && step.until === step.seconds)
      moments[moments.length - 1] = { ...open, last: column };
    else moments.push({ label: labelOf(step), first: column, last: column, until: step.until });
  }
  return moments;
}

function times(film: Film, layout: Layout, palette: Palette): string {
  let free = layout.left - 20;
  return momentsOf(film, layout.columns)
    .map(({ label, first, last }, index, all) => {
      const from = first.x;
      const to = last.end;
      const middle = (from + to) / 2;
      const width = widthOf(label, TIME) + 6;
      const next = all[index + 1]?.first.x ?? layout.width;
      const fits = middle - width / 2 >= free && middle + width / 2 < next + width / 2;
      if (fits) free = middle + width / 2;
      const y = layout.axis + 5;
      return (
        el('path', {
          d: `M${from - 5} ${y + 4} v-4 H${to + 5} v4`,
          fill: 'none',
          stroke: palette.edge,
          'stroke-width': 1,
        }) +
        (fits
          ? words(label, {
              x: middle,
              y: layout.axis,
              fill: palette.muted,
              'font-size': TIME,
              'text-anchor': 'middle',
            })
          : '')
      );
    })
    .join('');
}

function guides(film: Film, { columns, story, lanesBottom }: Layout, palette: Palette): string {
  return film.steps
    .flatMap((step, index) => {
      const column = columns[index];
      if (column === undefined) return [];
      const isStrategy = step.kind === 'strategy';
      const xs = step.tries > 0 ? [column.x, column.end] : isStrategy ? [column.x] : [];
      return [...new Set(xs)].map((x) =>
        el('line', {
          x1: x,
          x2: x,
          y1: story + 10,
          y2: lanesBottom - 6,
          stroke: isStrategy ? palette.strategy : palette.line,
          'stroke-width': 1,
          'stroke-dasharray': isStrategy ? '4 3' : undefined,
        }),
      );
    })
    .join('');
}

function quietTicks(step: Step, column: Column, story: number, palette: Palette): string {
  const count = `× ${step.tries}`;
  const ticks = ticksOf(column, step.tries).map((x) =>
    el('line', {
      x1: x,
      x2: x,
      y1: story - 5,
      y2: story + 5,
      stroke: palette.refused,
      'stroke-width': 1.4,
      'stroke-linecap': 'round',
    }),
  );
  const room = column.right - column.left;
  const label = step.tries > 1 ? fitted(count, room, 10) : '';
  return (
    ticks.join('') +
    words(label, {
      x: (column.x + column.end) / 2,
      y: story + 15,
      fill: palette.muted,
      'font-size': 10,
      'text-anchor': 'middle',
    })
  );
}

function story(film: Film, layout: Layout, palette: Palette): string {
  const refused = new Set(
    film.lanes.flatMap(({ marks }) =>
      marks.filter((mark) => mark.kind === 'refused').map((mark) => mark.step),
    ),
  );
  const rule = el('line', {
    x1: layout.left,
    x2: layout.right,
    y1: layout.story,
    y2: layout.story,
    stroke: palette.edge,
    'stroke-width': 1,
  });
  const signs = film.steps.map((step, index) => {
    const column = layout.columns[index];
    if (column === undefined) return '';
    return step.tries > 1
      ? quietTicks(step, column, layout.story, palette)
      : glyphOf(step.kind, refused.has(index))(column.x, layout.story, palette);
  });
  return rule + signs.join('');
}

/** The times, the row of steps below them, and the lines that lead from it down to the lanes. */
export function drawAxis(film: Film, layout: Layout, palette: Palette): string {
  const label = words('Transition', {
    x: 16,
    y: layout.story + 4,
    fill: palette.text,
    'font-size': 13,
    'font-weight': 600,
  });
  const parts = [guides, times, story].map((part) => part(film, layout, palette));
  return el('g', { class: 'axis' }, ...parts, label);
}
