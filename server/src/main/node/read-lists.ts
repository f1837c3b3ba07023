import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../../cli/environment.ts';
import type { ByteSource } from '../../kernel/symbols/elf.ts';
import type { KernelLists } from '../../kernel/symbols/lists.ts';
import { bytesAtHand, type Recognised, recogniseSymbols } from '../../kernel/symbols/recognise.ts';

/** Symbol lists, and what is to be said of those looked at. */
export interface FoundLists {
  readonly lists: KernelLists;
  /** "with System.map", and the faults: for the description of where answers come from. */
  readonly notes: readonly string[];
  /** "System.map is not used: …". */
  readonly faults: readonly string[];
}

/** As they are called where a kernel is built, and in tracefs. */
const usualNames = ['vmlinux', 'System.map', 'available_filter_functions'];

/**
 * The lists in files that the user named; a directory stands for the usual files in it. Throws an
 * `InputError` for one that cannot be used.
 */
export function namedLists(paths: readonly string[]): FoundLists {
  const found = paths.flatMap((path) => {
    const files = isDirectory(path) ? usualIn(path) : [path];
    if (files.length === 0) {
      throw new InputError(`${path}: none of ${usualNames.join(', ')} in this directory`);
    }
    return files.map((file) => {
      const recognised = recognise(file);
      if (recognised.kind === 'fault') throw new InputError(`${file}: ${recognised.message}`);
      return recognised;
    });
  });
  return joined(found, []);
}

/** The lists that lie at the top of a kernel tree; one that cannot be used is said, and left out. */
export function listsBeside(tree: string): FoundLists {
  const faults: string[] = [];
  const found = usualIn(tree).flatMap((file): Recognised[] => {
    const recognised = recogniseQuietly(file);
    if (recognised.kind !== 'fault') return [recognised];
    faults.push(`${basename(file)} is not used: ${recognised.message}`);
    return [];
  });
  return joined(found, faults);
}

/** The lists that the user named, else those at the tree's top; `complain` hears of those left out. */
export function listsFor(
  tree: string,
  named: readonly string[],
  complain: (note: string) => void,
): KernelLists {
  if (named.length > 0) return namedLists(named).lists;
  const { lists, faults } = listsBeside(tree);
  faults.forEach(complain);
  return lists;
}

function joined(found: readonly Recognised[], faults: readonly string[]): FoundLists {
  const symbols = found.find((each) => each.kind === 'symbols')?.list;
  const traceable = found.find((each) => each.kind === 'traceable')?.list;
  const used = [symbols, traceable].flatMap((list) => (list === undefined ? [] : [list.title]));
  return {
    lists: {
      ...(symbols === undefined ? {} : { symbols }),
      ...(traceable === undefined ? {} : { traceable }),
    },
    notes: used.length === 0 ? faults : [`with ${used.join(' and ')}`, ...faults],
    faults,
  };
}

function usualIn(folder: string): readonly string[] {
  return usualNames.map((name) => join(folder, name)).filter((path) => existsSync(path));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function recogniseQuietly(path: string): Recognised {
  try {
    return recognise(path);
  } catch (error) {
    if (error instanceof InputError) return { kind: 'fault', message: error.message };
    throw error;
  }
}

function recognise(path: string): Recognised {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new InputError(`${path}: ${reasonOf(error)}`);
  }
  try {
    return recogniseSymbols(sourceOf(file), basename(path).replace(/\.gz$/, ''));
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new InputError(`${path}: ${reasonOf(error)}`);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Files of `/proc` and of tracefs tell no size; compressed ones are unpacked. */
function sourceOf(file: number): ByteSource {
  const { size } = fstatSync(file);
  const magic = readAt(file, 0, 2);
  if (magic[0] === 0x1f && magic[1] === 0x8b) return bytesAtHand(gunzipSync(readFileSync(file)));
  if (size === 0) return bytesAtHand(readFileSync(file));
  return { size, read: (from, length) => readAt(file, from, length) };
}

function readAt(file: number, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, length));
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(file, bytes, at, bytes.length - at, from + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
