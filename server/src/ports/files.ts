/** What `FileTree.stat` tells of one path. */
export interface FileStat {
  readonly kind: 'file' | 'directory';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * Read access to files. Paths are absolute, or relative to what the implementation was rooted at,
 * and use `/`. Nothing throws for a file that is not there; other faults reject with an `Error`
 * whose message names the path.
 */
export interface FileTree {
  /** The file's bytes, or `undefined` where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  stat(path: string): Promise<FileStat | undefined>;
  /** Names in a directory, sorted; empty where there is none. */
  list(path: string): Promise<readonly string[]>;
}

/** Files that are read at once, for work that is only begun when its answer is asked for. */
export interface FilesAtHand {
  /** The file's bytes, or `undefined` where there is none that can be read. */
  read(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted; empty where there is none. */
  list(path: string): readonly string[];
}
