import { writeSync } from 'node:fs';
import type { FilePiece } from '../../kernel/index/layout.ts';

/** Writes pieces to their places in an open file. */
export function writePieces(file: number, pieces: Iterable<FilePiece>): void {
  for (const { offset, bytes } of pieces) {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(file, bytes, at, bytes.length - at, offset + at);
    }
  }
}
