/** A file of a tree that is to be indexed. */
export interface TreeFile {
  /** Path in the tree, with `/`. */
  readonly path: string;
  /** Bytes, and modification time in ms. */
  readonly size: number;
  readonly modified: number;
}

/** A path of a tree that was left out, and why. */
export interface SkippedPath {
  readonly path: string;
  readonly reason: string;
}

/** Asked now and then by long work; true when nobody waits for the result any more. */
export interface Cancellation {
  readonly cancelled: boolean;
}
