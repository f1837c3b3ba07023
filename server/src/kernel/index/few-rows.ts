import { EXPORTED_STRIDE, INCLUDE_STRIDE } from '../scan/facts.ts';
import type { NumberedPart } from './by-name.ts';

/** What is exported: name, file, the export, by name and file. */
export function exported(parts: readonly NumberedPart[]): Int32Array {
  const found: (readonly [name: number, file: number, word: number])[] = [];
  for (const { part, names, files } of parts) {
    const rows = part.exported;
    for (let at = 0; at < rows.length; at += EXPORTED_STRIDE) {
      const file = files[rows[at] ?? 0] ?? -1;
      if (file < 0) continue;
      found.push([names[rows[at + 1] ?? 0] ?? 0, file, names[rows[at + 2] ?? 0] ?? 0]);
    }
  }
  found.sort(([one, first], [other, second]) => one - other || first - second);
  return Int32Array.from(found.flat());
}

/** The C files that are taken in, by the files that do so. */
export function includes(parts: readonly NumberedPart[]): Int32Array {
  const found: (readonly [file: number, path: number])[] = [];
  for (const { part, names, files } of parts) {
    const rows = part.includes;
    for (let at = 0; at < rows.length; at += INCLUDE_STRIDE) {
      const file = files[rows[at] ?? 0] ?? -1;
      if (file >= 0) found.push([file, names[rows[at + 1] ?? 0] ?? 0]);
    }
  }
  found.sort(([one, first], [other, second]) => one - other || first - second);
  return Int32Array.from(found.flat());
}
