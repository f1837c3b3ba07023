/** Small files of the workspace, by URI. */
export interface WorkspaceFiles {
  /**
   * The file's text as UTF-8, of a large file perhaps only the beginning; `undefined` where there is none
   * or it cannot be reached. Never rejects.
   */
  read(uri: string): Promise<string | undefined>;
  /** Names of files and folders in a folder; empty where there is none or it cannot be reached. Never rejects. */
  list(uri: string): Promise<readonly string[]>;
}

/** For hosts without files. */
export const noFiles: WorkspaceFiles = {
  read: async () => undefined,
  list: async () => [],
};

/** The URI of the folder that a file is in; of a folder, its parent; `undefined` at the top. */
export function folderOf(uri: string): string | undefined {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(uri)?.[0];
  if (scheme === undefined) return undefined;
  const path = uri.slice(scheme.length).replace(/\/+$/, '');
  const end = path.lastIndexOf('/');
  return end <= 0 ? undefined : scheme + path.slice(0, end);
}
