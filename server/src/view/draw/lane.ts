import { type Layout, measures, type Row } from '../layout/layout.ts';
import type { Film, Lane, Mark } from '../model.ts';
import { type Band, drawBand } from './band.ts';
import { bolt, cross, diamond, pulse, wave } from './glyphs.ts';
import type { Palette } from './palette.ts';
import { el, fitted, tooltip, words } from './svg.ts';
import { ticksOf } from './ticks.ts';

function startOf(lane: Lane, { left, columns }: Layout): number {
  const born = lane.stretches.find(({ activity }) => activity.what !== 'absent')?.from ?? 0;
  return born === 0 ? left : (columns[born]?.x ?? left);
}

function bandsOf({ lane, top }: Row, layout: Layout, palette: Palette): readonly Band[] {
  return lane.stretches.map(({ from, activity }, index) => {
    const next = lane.stretches[index + 1]?.from;
    const start = from === 0 ? layout.left : (layout.columns[from]?.x ?? layout.left);
    const end = next === undefined ? layout.right : (layout.columns[next]?.x ?? layout.right);
    return drawBand(lane, activity, [start, end], top, palette);
  });
}

function railLine(from: number, to: number, y: number, stroke: string, isBefore: boolean): string {
  if (to <= from) return '';
  return el('line', {
    x1: from,
    x2: to,
    y1: y,
    y2: y,
    stroke,
    'stroke-width': measures.rail,
    'stroke-dasharray': isBefore ? '5 2.5' : undefined,
    opacity: isBefore ? 0.8 : undefined,
  });
}

function rail({ lane }: Row, y: number, film: Film, layout: Layout, palette: Palette): string {
  const start = startOf(lane, layout);
  const { before, after } = film.states;
  const told = lane.states.map(({ isAfter }) => (isAfter ? after : before)).join(', then ');
  const lines = lane.states.map(({ from, isAfter }, index) => {
    const begins = from === 0 ? start : (layout.columns[from]?.x ?? start);
    const next = lane.states[index + 1]?.from;
    const ends = next === undefined ? layout.right : (layout.columns[next]?.x ?? layout.right);
    const colour = isAfter ? palette.after : palette.before;
    return railLine(Math.max(begins, start), Math.max(ends, start), y, colour, !isAfter);
  });
  const name = lane.kind === 'cpu' ? lane.subtitle : lane.title;
  return el('g', { class: 'rail' }, tooltip(`${name}: ${told}`), ...lines);
}

function drawMark(
  mark: Mark,
  { top }: Row,
  y: number,
  film: Film,
  layout: Layout,
  palette: Palette,
): string {
  const column = layout.columns[mark.step];
  const step = film.steps[mark.step];
  if (column === undefined || step === undefined) return '';
  const middle = top + measures.band / 2;
  const draw = (): string => {
    switch (mark.kind) {
      case 'refused':
        return ticksOf(column, Math.max(step.tries, 1))
          .map((x) =>
            step.tries > 1 ? shortTick(x, y, palette) : halo(x, y, palette) + cross(x, y, palette),
          )
          .join('');
      case 'switched':
        return diamond(column.x, y, palette);
      case 'kick':
        return halo(column.x, y, palette) + bolt(column.x, y, palette);
      case 'signal':
        return wave(column.x, y, palette);
      case 'work':
        return step.tries > 1 ? '' : pulse(column.x, middle, palette);
    }
  };
  const drawn = draw();
  return drawn === '' ? '' : el('g', { class: `mark ${mark.kind}` }, tooltip(mark.text), drawn);
}

function halo(x: number, y: number, palette: Palette): string {
  return el('circle', { cx: x, cy: y, r: 6, fill: palette.background });
}

function shortTick(x: number, y: number, palette: Palette): string {
  return el('line', {
    x1: x,
    x2: x,
    y1: y - 6,
    y2: y + 6,
    stroke: palette.refused,
    'stroke-width': 1.4,
    'stroke-linecap': 'round',
  });
}

function label({ lane, top }: Row, room: number, palette: Palette): string {
  const isBlocker = lane.blocks;
  const isTask = lane.kind !== 'cpu';
  const font = isTask ? 'mono' : 'sans';
  const size = isTask ? 12 : 13;
  const bar = el('rect', {
    x: 4,
    y: top,
    width: 3.5,
    height: measures.lane - 12,
    rx: 1.75,
    fill: palette.refused,
  });
  const subtitle = isBlocker ? `${lane.subtitle} · blocks` : lane.subtitle;
  return el(
    'g',
    { class: 'label' },
    tooltip(`${lane.title}, ${lane.subtitle}${isBlocker ? '; it keeps the transition open' : ''}`),
    isBlocker ? bar : '',
    words(fitted(lane.title, room, size, font), {
      x: measures.margin,
      y: top + 14,
      fill: palette.text,
      'font-size': size,
      'font-weight': 600,
      'font-family': isTask ? palette.mono : undefined,
    }),
    words(fitted(subtitle, room, 11), {
      x: measures.margin,
      y: top + 31,
      fill: isBlocker ? palette.refused : palette.muted,
      'font-size': 11,
    }),
  );
}

/** A lane: its name, what it does, its patch state, and what happens to it. */
export function drawLane(row: Row, film: Film, layout: Layout, palette: Palette): string {
  const y = row.top + measures.band + measures.railZone / 2;
  const order = ['kick', 'signal', 'switched', 'refused'];
  const draw = (mark: Mark): string => drawMark(mark, row, y, film, layout, palette);
  const moments = row.lane.marks.filter((mark) => mark.kind === 'work').map(draw);
  const marks = row.lane.marks
    .filter((mark) => mark.kind !== 'work')
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(draw);
  const bands = bandsOf(row, layout, palette);
  return el(
    'g',
    { class: 'lane', 'data-lane': row.lane.id },
    label(row, layout.left - measures.margin - 12, palette),
    ...bands.map(({ shape }) => shape),
    ...moments,
    ...bands.map(({ inside }) => inside),
    rail(row, y, film, layout, palette),
    ...marks,
  );
}
