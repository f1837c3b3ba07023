import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStat, FilesAtHand, FileTree } from '../../ports/files.ts';

/** Files on disk below `root`. A path that leads out of it is the caller's business. */
export class DiskFiles implements FileTree {
  constructor(private readonly root: string) {}

  async read(path: string): Promise<Uint8Array | undefined> {
    return absent(readFile(join(this.root, path)));
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const found = await absent(stat(join(this.root, path)));
    if (found === undefined || !(found.isFile() || found.isDirectory())) return undefined;
    return {
      kind: found.isFile() ? 'file' : 'directory',
      size: found.size,
      modified: found.mtimeMs,
    };
  }

  async list(path: string): Promise<readonly string[]> {
    const names = await absent(readdir(join(this.root, path)));
    return (names ?? []).sort();
  }
}

/** A file that is not there is no fault. */
async function absent<T>(action: Promise<T>): Promise<T | undefined> {
  try {
    return await action;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}

/** The same files, read at once; what cannot be read is taken as not there. */
export class DiskFilesAtHand implements FilesAtHand {
  constructor(private readonly root: string) {}

  read(path: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.root, path));
    } catch {
      return undefined;
    }
  }

  list(path: string): readonly string[] {
    try {
      return readdirSync(join(this.root, path)).sort();
    } catch {
      return [];
    }
  }
}
