import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorkspaceFiles } from '../../lsp/workspace-files.ts';

/** A file that is larger is not the small one that was looked for. */
const largest = 4 << 20;

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

async function read(uri: string): Promise<string | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= largest ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function list(uri: string): Promise<readonly string[]> {
  const path = pathOf(uri);
  return path === undefined ? [] : readdir(path).catch(() => []);
}

/** The files of this machine, behind `file:` URIs. */
export const diskWorkspaceFiles: WorkspaceFiles = { read, list };
