import { open, readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorkspaceFiles } from '../../lsp/workspace-files.ts';

/** Of larger files the beginning is read, in bytes. */
const largest = 1 << 20;

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
    if (!(await stat(path)).isFile()) return undefined;
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(largest), 0, largest, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
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
