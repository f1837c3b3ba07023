import type { Hunk } from '../patch/model.ts';
import type { TextRange } from '../ports/position.ts';

/** Where a hunk header writes a function's name; a definition macro's symbol is written as its argument. */
export function nameInSection(hunk: Hunk, name: string): TextRange | undefined {
  const { section } = hunk;
  if (section === undefined) {
    return undefined;
  }
  const written = name.replace(/^__do_(?:compat_)?sys_/, '');
  for (const match of section.text.matchAll(/\w+/g)) {
    if (match[0] === name || match[0] === written) {
      const { line, character } = section.range.start;
      const start = character + match.index;
      return {
        start: { line, character: start },
        end: { line, character: start + match[0].length },
      };
    }
  }
  return undefined;
}
