import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeIndexFile } from './index-file.ts';

const encoder = new TextEncoder();

/**
 * A text that is kept in a file: a head that says what it belongs to, the checksum of the rest, the rest.
 * Gives the rest where the head is the one expected and all is whole.
 */
export function readKeptText(path: string, head: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const firstEnd = text.indexOf('\n');
    const sumEnd = text.indexOf('\n', firstEnd + 1);
    if (text.slice(0, firstEnd) !== head) return undefined;
    const rest = text.slice(sumEnd + 1, -1);
    return text.slice(firstEnd + 1, sumEnd) === checksum(rest) ? rest : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text for `readKeptText`, where the folder can be written. */
export function keepText(path: string, head: string, rest: string): void {
  try {
    writeIndexFile(path, encoder.encode(`${head}\n${checksum(rest)}\n${rest}\n`));
  } catch {
    // Found again at the next start: the index says already that the folder cannot be written.
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
