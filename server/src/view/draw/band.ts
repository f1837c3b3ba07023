import { measures } from '../layout/layout.ts';
import type { Activity, Lane } from '../model.ts';
import type { Palette } from './palette.ts';
import { el, escapeXml, fitted, tooltip, widthOf } from './svg.ts';

const SIZE = 11.5;
const PADDING = 7;

function sayStack({ stack, hit }: Activity): string {
  return stack.length === 0
    ? ''
    : `\nstack, innermost first:\n${stack.map((name) => (name === hit ? `▸ ${name}` : `  ${name}`)).join('\n')}`;
}

/** What stands before the function that the check finds: on a CPU's lane it is the idle task's stack. */
function leadOf(lane: Lane, { label }: Activity): string {
  return lane.kind === 'cpu' ? `${label} · swapper in ` : `${label} in `;
}

/** What a band is filled with; an idle one is empty. */
function fillOf({ what }: Activity, palette: Palette): string | undefined {
  switch (what) {
    case 'runs':
      return palette.runs;
    case 'sleeps':
      return palette.sleeps;
    case 'waits':
      return palette.waits;
    case 'idle':
    case 'absent':
      return undefined;
  }
}

function label(lane: Lane, activity: Activity, x: number, room: number, y: number, paint: Palette) {
  const shared = {
    x: x + PADDING,
    y,
    'font-size': SIZE,
    fill: paint.text,
    // The text stands clear of what is marked behind it.
    stroke: fillOf(activity, paint) ?? paint.background,
    'stroke-width': 3.5,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
    'pointer-events': 'none',
  };
  const free = room - 2 * PADDING;
  const { hit } = activity;
  const lead = leadOf(lane, activity);
  const isWhole = hit !== undefined && widthOf(lead, SIZE) + widthOf(hit, SIZE, 'mono') <= free;
  if (hit !== undefined && isWhole) {
    const name = el(
      'tspan',
      { 'font-family': paint.mono, 'font-weight': 600, fill: paint.before },
      escapeXml(hit),
    );
    return el('text', { ...shared, 'xml:space': 'preserve' }, escapeXml(lead), name);
  }
  const text = fitted(activity.label, free, SIZE);
  const fill = activity.what === 'idle' ? paint.muted : paint.text;
  return text === '' ? '' : el('text', { ...shared, fill }, escapeXml(text));
}

/** One activity as a band from `from` to `to`; its words come separately, to be laid over the marks. */
export interface Band {
  readonly shape: string;
  /** As much of the words as fits; empty where nothing does. */
  readonly inside: string;
}

/** Draws an activity of a lane whose band begins at `top`. */
export function drawBand(
  lane: Lane,
  activity: Activity,
  [from, to]: readonly [number, number],
  top: number,
  palette: Palette,
): Band {
  if (activity.what === 'absent') return { shape: '', inside: '' };
  const band = el('rect', {
    x: from,
    y: top,
    width: Math.max(to - from, 1),
    height: measures.band,
    rx: 4,
    fill: fillOf(activity, palette) ?? 'none',
    stroke: palette.edge,
    'stroke-width': 1,
    'stroke-dasharray': activity.what === 'idle' ? '2 3' : undefined,
  });
  const inside = label(lane, activity, from, to - from, top + measures.band / 2 + 4, palette);
  const told = lane.kind === 'cpu' && activity.what === 'runs' ? 'runs here' : '';
  const said = tooltip(`${lane.title}: ${activity.label} ${told}${sayStack(activity)}`);
  return { shape: el('g', { class: 'band' }, said, band), inside };
}
