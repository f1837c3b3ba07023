/** A patch that a quilt `series` file lists. */
export interface SeriesEntry {
  /** Path of the patch, relative to the folder of the `series` file. */
  readonly name: string;
  /** The `-p` that it is to be applied with. */
  readonly strip: number;
}

/**
 * Reads a quilt `series` file: a patch on each line with an optional `-pN`, comments after `#`, in
 * the order in which they apply. `undefined` for a text that is none: a line that is no file name.
 */
export function readQuiltSeries(text: string): readonly SeriesEntry[] | undefined {
  const entries: SeriesEntry[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [name = '', ...options] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    const strip = /^-p(?:ab|(\d))$/.exec(options[0] ?? '-p1');
    if (name === '') {
      continue;
    }
    if (name.startsWith('-') || options.length > 2 || strip === null) {
      return undefined;
    }
    entries.push({ name, strip: Number(strip[1] ?? 1) });
  }
  return entries.length > 0 ? entries : undefined;
}
