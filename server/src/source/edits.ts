/** A text that takes the place of what it covers, and is no longer. Offsets are UTF-16 code units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts each edit's text in place of what it covers, filled up with blanks; line ends stay. Of two that overlap the first counts. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => one.start - other.start || other.end - one.end);
  const pieces: string[] = [];
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) {
      continue;
    }
    pieces.push(text.slice(at, edit.start), edit.text);
    const rest = text.slice(edit.start + edit.text.length, edit.end);
    pieces.push(rest.replace(/[^\r\n]/g, ' '));
    at = edit.end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}
