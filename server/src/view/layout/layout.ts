import type { Film, Lane } from '../model.ts';
import { type Column, columnsOf } from './columns.ts';

/** Heights and widths that the drawing is made of, in pixels. */
export const measures = {
  margin: 16,
  labels: 176,
  narrowLabels: 128,
  heading: 54,
  axis: 26,
  story: 34,
  band: 22,
  rail: 6,
  railZone: 16,
  lane: 50,
  legend: 19,
  end: 24,
} as const;

/** A lane's place: the top of its band, from the top of the drawing. */
export interface Row {
  readonly lane: Lane;
  readonly top: number;
}

/** Where everything is, in pixels from the drawing's top left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where the axis begins. */
  readonly left: number;
  readonly right: number;
  /** The base line of the times, and the middle of the row of steps below them. */
  readonly axis: number;
  readonly story: number;
  readonly lanesTop: number;
  readonly lanesBottom: number;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** What a reader may want different. */
export interface LayoutOptions {
  /** The width to fill; the drawing is wider where its steps need more. */
  readonly width: number;
  /** Title and subtitle above it. */
  readonly hasHeading: boolean;
  readonly hasLegend: boolean;
}

/** A drawing narrower than this has less room for the names of its lanes. */
const NARROW = 640;

/** The signs of a whole legend side by side, about. */
const LEGEND = 960;

/** Lays a film out. */
export function layoutOf(film: Film, options: LayoutOptions): Layout {
  const { margin, heading, axis, story, lane, legend, end } = measures;
  const labels = options.width < NARROW ? measures.narrowLabels : measures.labels;
  const left = margin + labels;
  const columns = columnsOf(film.steps, options.width - left - end - margin).map((column) => ({
    x: column.x + left,
    end: column.end + left,
    left: column.left + left,
    right: column.right + left,
  }));
  const right = (columns.at(-1)?.right ?? left) + end;
  const top = options.hasHeading ? heading + margin / 2 : margin / 2;
  const lanesTop = top + axis + story + 6;
  const rows = film.lanes.map((one, index) => ({ lane: one, top: lanesTop + index * lane }));
  const lanesBottom = lanesTop + film.lanes.length * lane;
  const width = Math.max(options.width, right + margin);
  const legendHeight = options.hasLegend ? margin / 2 + legend * Math.ceil(LEGEND / width) : 0;
  return {
    width,
    height: lanesBottom + legendHeight + margin / 2,
    left,
    right,
    axis: top + axis - 8,
    story: top + axis + 15,
    lanesTop,
    lanesBottom,
    columns,
    rows,
  };
}
