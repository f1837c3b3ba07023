import type { StepKind } from '../model.ts';
import type { Palette } from './palette.ts';
import { el } from './svg.ts';

/** A small sign with its middle at a point. */
export type Glyph = (x: number, y: number, palette: Palette) => string;

function line(points: string, stroke: string, width = 1.6): string {
  return el('polyline', {
    points,
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}

function disc(x: number, y: number, r: number, fill: string, stroke: string): string {
  return el('circle', { cx: x, cy: y, r, fill, stroke, 'stroke-width': 1.5 });
}

/** A try, or a task in a try, that did not succeed. */
export const cross: Glyph = (x, y, { refused }) =>
  line(`${x - 3},${y - 3} ${x + 3},${y + 3}`, refused, 1.8) +
  line(`${x - 3},${y + 3} ${x + 3},${y - 3}`, refused, 1.8);

const failed: Glyph = (x, y, palette) =>
  disc(x, y, 7.5, palette.background, palette.refused) + cross(x, y, palette);

function tick(x: number, y: number, stroke: string): string {
  return line(`${x - 3.2},${y + 0.2} ${x - 0.8},${y + 2.8} ${x + 3.4},${y - 2.8}`, stroke, 1.8);
}

const passed: Glyph = (x, y, { background, after }) =>
  disc(x, y, 7.5, background, after) + tick(x, y, after);

/** A task that came to its target state. */
export const diamond: Glyph = (x, y, { after, background }) =>
  el('path', {
    d: `M${x} ${y - 5.5} L${x + 5.5} ${y} L${x} ${y + 5.5} L${x - 5.5} ${y} Z`,
    fill: after,
    stroke: background,
    'stroke-width': 1.5,
    'stroke-linejoin': 'round',
  });

/** An idle CPU that is woken. */
export const bolt: Glyph = (x, y, { text, background }) =>
  el('path', {
    d: `M${x + 2} ${y - 6.5} L${x - 4} ${y + 1} L${x - 0.6} ${y + 1} L${x - 2} ${y + 6.5} L${x + 4} ${y - 1.2} L${x + 0.6} ${y - 1.2} Z`,
    fill: text,
    stroke: background,
    'stroke-width': 1,
    'stroke-linejoin': 'round',
  });

/** A fake signal. */
export const wave: Glyph = (x, y, { signal, background }) =>
  disc(x, y, 6.5, background, signal) +
  el('path', {
    d: `M${x - 3.6} ${y + 0.6} q1.8 -4 3.6 -0.6 t3.6 -0.6`,
    fill: 'none',
    stroke: signal,
    'stroke-width': 1.6,
    'stroke-linecap': 'round',
  });

/** Somebody who has the CPU for a moment only. */
export const pulse: Glyph = (x, y, { muted, background }) =>
  el('rect', {
    x: x - 2.5,
    y: y - 8,
    width: 5,
    height: 16,
    rx: 2.5,
    fill: muted,
    stroke: background,
    'stroke-width': 1,
  });

const flag: Glyph = (x, y, { strategy }) =>
  line(`${x - 3.5},${y + 7} ${x - 3.5},${y - 6.5}`, strategy) +
  el('path', {
    d: `M${x - 3.5} ${y - 6.5} L${x + 6} ${y - 3.2} L${x - 3.5} ${y + 0.2} Z`,
    fill: strategy,
  });

const begin: Glyph = (x, y, { text }) => disc(x, y, 4.5, text, text);

const dot: Glyph = (x, y, { muted }) => disc(x, y, 2.6, muted, muted);

const done: Glyph = (x, y, { after, background }) =>
  disc(x, y, 8, after, after) + tick(x, y, background);

const still: Glyph = (x, y, { refused, background }) =>
  el('circle', {
    cx: x,
    cy: y,
    r: 7.5,
    fill: background,
    stroke: refused,
    'stroke-width': 1.8,
    'stroke-dasharray': '3.2 2.6',
  }) + [-3, 0, 3].map((dx) => el('circle', { cx: x + dx, cy: y, r: 1, fill: refused })).join('');

/** The sign of a step in the row of steps; `hasRefusals` tells a try that failed from one that did not. */
export function glyphOf(kind: StepKind, hasRefusals: boolean): Glyph {
  switch (kind) {
    case 'start':
      return begin;
    case 'try':
      return hasRefusals ? failed : passed;
    case 'quiet-tries':
      return failed;
    case 'kick':
      return bolt;
    case 'signal':
      return wave;
    case 'switch':
      return diamond;
    case 'move':
      return dot;
    case 'strategy':
      return flag;
    case 'complete':
      return done;
    case 'open':
      return still;
  }
}
