import { createHash, randomBytes } from 'node:crypto';
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
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileBytes } from '../../kernel/index/file.ts';
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

/**
 * Changes whenever the index at `path`, or what has changed since, is written anew; `none` without an index,
 * and where none can be.
 */
export function stampOf(path: string): string {
  const index = stampOfFile(path);
  return index === 'none' ? index : `${index} ${stampOfFile(changesPath(path))}`;
}

function stampOfFile(path: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(path);
    return `${size}-${mtimeMs}-${ino}`;
  } catch {
    return 'none';
  }
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
 * The bytes of a file, which are read when they are needed; `undefined` where it cannot be opened. What
 * takes the place of the file meanwhile changes nothing. The file is closed when all of it was needed,
 * and with the process.
 */
export function openBytes(path: string): BytesOfFile | undefined {
  try {
    return new BytesOfFile(openSync(path, 'r'));
  } catch {
    return undefined;
  }
}

/** So many bytes are read at a time. */
const stretch = 1 << 20;

/** Bytes of an open file. */
export class BytesOfFile implements FileBytes {
  readonly buffer: ArrayBuffer;
  readonly length: number;
  /** Whether each stretch was read. */
  private readonly read: Uint8Array;
  private missing: number;
  private isOpen = true;

  constructor(private readonly file: number) {
    this.length = fstatSync(file).size;
    this.buffer = new ArrayBuffer(this.length);
    this.missing = Math.ceil(this.length / stretch);
    this.read = new Uint8Array(this.missing);
  }

  need(from: number, to: number): void {
    const end = Math.ceil(to / stretch);
    for (let at = Math.floor(from / stretch); at < end; at++) {
      if (this.read[at] === 1) continue;
      this.fetch(at * stretch, Math.min(this.length, (at + 1) * stretch));
      this.read[at] = 1;
      this.missing--;
      if (this.missing === 0) this.close();
    }
  }

  /** For one that is not needed any more. */
  close(): void {
    if (this.isOpen) closeSync(this.file);
    this.isOpen = false;
  }

  private fetch(from: number, to: number): void {
    const bytes = new Uint8Array(this.buffer, from, to - from);
    for (let length = 0; length < bytes.length; ) {
      const read = readSync(this.file, bytes, length, bytes.length - length, from + length);
      if (read === 0) throw new Error('The index was cut short while it was read.');
      length += read;
    }
  }
}

/**
 * Writes a file so that at every moment either the old one or the whole new one is there: into a file
 * beside it, then renamed over it. It is not waited for the disk: what a loss of power leaves half
 * written is found by its checksums, and built again. Rejects when the disk is full or the folder cannot
 * be written; nothing half written stays behind. `write` is given the open file.
 */
export async function writeWhole(
  path: string,
  write: (file: number) => void | Promise<void>,
): Promise<void> {
  const partial = partialOf(path);
  try {
    const file = openSync(partial, 'w', 0o600);
    try {
      await write(file);
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** The same at once, of bytes. */
export function writeIndexFile(path: string, bytes: Uint8Array): void {
  const partial = partialOf(path);
  try {
    writeFileSync(partial, bytes, { mode: 0o600 });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Where a file is written before it takes its place; its folder is there, without what was left behind. */
function partialOf(path: string): string {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  dropAbandoned(folder);
  // Other programs, and other threads of this one, may write the same file.
  return `${path}.${randomBytes(6).toString('hex')}.partial`;
}

function dropAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.partial')) continue;
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > abandonedAfter) rmSync(path, { force: true });
  }
}
