import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { InputError } from '../../cli/environment.ts';

/** Larger files are refused: no patch is that long, and reading one would only exhaust memory. */
const LIMIT = 512 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'is a directory; name the patch files in it',
  ENOTDIR: 'a part of the path is not a directory',
};

function inputError(path: string, error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new InputError(`${path}: ${reason}`);
}

/** As {@link readInput}, but `undefined` where there is no such file. */
export async function readOptional(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? readInput(path) : undefined;
}

/** The bytes of a file, or of standard input for `-`. Throws an `InputError` that names the path. */
export async function readInput(path: string): Promise<Uint8Array> {
  if (path === '-') return buffer(process.stdin);
  try {
    const { size } = await stat(path);
    if (size > LIMIT) {
      throw new InputError(`${path}: ${size} bytes, more than the ${LIMIT} that are read`);
    }
    return await readFile(path);
  } catch (error) {
    throw error instanceof InputError ? error : inputError(path, error);
  }
}
