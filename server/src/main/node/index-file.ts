import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatVersion } from '../../kernel/index/format.ts';

/** A file half written longer ago than this was left by a process that was killed. */
const abandonedAfter = 10 * 60_000;

/** Where the index of a tree is kept: one file for each tree and configuration given from outside. */
export function indexPath(folder: string, root: string, config: string | undefined): string {
  const real = realpathSync(root);
  const hash = createHash('sha256')
    .update(`${real}\0${config ?? ''}`)
    .digest('hex')
    .slice(0, 16);
  const name = basename(real)
    .replace(/[^\w.-]/g, '_')
    .slice(0, 40);
  return join(folder, `${name}-${hash}.v${formatVersion}.index`);
}

/** Where what has changed since an index was written is kept. */
export function changesPath(index: string): string {
  return `${index}.changes`;
}

/** Changes whenever the index at `path`, or what has changed since, is written anew; `none` without an index. */
export function stampOf(path: string): string {
  const stamp = (file: string): string => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found === undefined ? 'none' : `${found.size}-${found.mtimeMs}-${found.ino}`;
  };
  const index = stamp(path);
  return index === 'none' ? index : `${index} ${stamp(changesPath(path))}`;
}

/** The file's bytes at the start of a buffer of their own; `undefined` where it cannot be read. */
export function readIndexFile(path: string): Uint8Array | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const bytes = new Uint8Array(new ArrayBuffer(fstatSync(file).size));
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/**
 * Writes an index so that at every moment either the old file or the whole new one is there: into a
 * file beside it, then renamed over it. It is not waited for the disk: what a loss of power leaves
 * half written is found by its checksums, and built again. Throws when the disk is full or the folder cannot
 * be written; nothing half written stays behind.
 */
export function writeIndexFile(path: string, pieces: Iterable<Uint8Array>): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  dropAbandoned(folder);
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = openSync(partial, 'w', 0o600);
    try {
      for (const piece of pieces) {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at, piece.length - at);
      }
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function dropAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.partial')) continue;
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > abandonedAfter) rmSync(path, { force: true });
  }
}
