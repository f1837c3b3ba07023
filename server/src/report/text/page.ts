import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How a terminal shows things; the composition root makes one with or without colour. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
}

/** The page that a report is written on: its width in columns and its colours. */
export interface Page {
  readonly columns: number;
  readonly style: Style;
}

/** No colours. */
export const plainStyle: Style = {
  bold: (text) => text,
  dim: (text) => text,
  red: (text) => text,
  yellow: (text) => text,
  green: (text) => text,
  cyan: (text) => text,
};

/** `text` wrapped to the page behind `first` (its first line's lead) and an indent of the same width. */
export function hang(page: Page, first: string, text: string): readonly string[] {
  const indent = ' '.repeat(stringWidth(first));
  const room = Math.max(20, page.columns - indent.length);
  const wrapped = wrapAnsi(text, room, { hard: true }).split('\n');
  return wrapped.map((line, index) => (index === 0 ? first : indent) + line);
}

/** `text` filled up with spaces to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
