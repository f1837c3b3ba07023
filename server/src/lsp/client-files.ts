import type { Connection } from 'vscode-languageserver';
import { type FileText, type ReadFile, readFileRequest } from '../protocol/read-file.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Files that the client reads; those behind `file:` the server reads itself where it can. */
export function clientFiles(connection: Connection, own: WorkspaceFiles): WorkspaceFiles {
  const ask = async (params: ReadFile): Promise<string | undefined> => {
    try {
      const { text } = await connection.sendRequest<FileText>(readFileRequest, params);
      return text ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    ...own,
    read: async (uri) => (await own.read(uri)) ?? (await ask({ uri })),
  };
}
