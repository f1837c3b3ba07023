/** The colours and fonts of a drawing, as SVG presentation attributes take them. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  /** Rules of the grid. */
  readonly line: string;
  /** Around bands; matters in high contrast. */
  readonly edge: string;
  readonly runs: string;
  readonly sleeps: string;
  readonly waits: string;
  /** Patch states. */
  readonly before: string;
  readonly after: string;
  readonly refused: string;
  readonly signal: string;
  readonly strategy: string;
  readonly sans: string;
  readonly mono: string;
}

const fonts = {
  sans: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
  mono: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

/** For files: dark ink on white. */
export const lightPalette: Palette = {
  background: '#ffffff',
  text: '#1f2328',
  muted: '#5b6470',
  line: '#e3e7ec',
  edge: '#c4ccd6',
  runs: '#cfe3fb',
  sleeps: '#eef1f4',
  waits: '#fbe9cf',
  before: '#c77700',
  after: '#12805c',
  refused: '#c4232e',
  signal: '#8444c9',
  strategy: '#0a62c4',
  ...fonts,
};

/** For files: light ink on near black. */
export const darkPalette: Palette = {
  background: '#181a1f',
  text: '#e4e7ec',
  muted: '#9aa3b0',
  line: '#2a2e36',
  edge: '#434a56',
  runs: '#1f3f66',
  sleeps: '#262a31',
  waits: '#4a3a1c',
  before: '#e3a03c',
  after: '#3fbf8f',
  refused: '#ff6b70',
  signal: '#c193f5',
  strategy: '#6cb0ff',
  ...fonts,
};

const roles = Object.keys(lightPalette) as readonly (keyof Palette)[];

/**
 * For a page that defines the custom properties `--transition-background`, `--transition-text` and so
 * on, one for each field of {@link Palette}: the drawing follows the page's theme.
 */
export const inheritedPalette: Palette = Object.fromEntries(
  roles.map((role) => [role, `var(--transition-${role})`]),
) as Record<keyof Palette, string>;

/** `palette` as declarations of those custom properties, for a page's style sheet. */
export function declarations(palette: Palette): string {
  return roles.map((role) => `--transition-${role}: ${palette[role]};`).join(' ');
}
