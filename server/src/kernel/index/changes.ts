import type { FileBuild } from '../link/file-build.ts';
import type { ScanPart } from '../scan/part.ts';

/** A file as it is now: when it was read (bytes, ms), and the row of which part it is. */
export interface ChangedFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly part: ScanPart;
  readonly row: number;
}

/** How a tree differs from what an index file says. */
export interface Changes {
  /** Files of the index that are gone. */
  readonly removed: readonly string[];
  /** Files that are new or other than in the index, by path. */
  readonly files: readonly ChangedFile[];
  /** What the Makefiles say of a file that the index does not have. */
  readonly builds: ReadonlyMap<string, FileBuild>;
}

export const noChanges: Changes = { removed: [], files: [], builds: new Map() };
