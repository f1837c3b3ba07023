import type { Cancellation, SkippedPath } from '../../ports/index-host.ts';
import type { IndexGraph } from './index-graph.ts';

/** How far the reading of a tree has come. */
export type IndexProgress =
  | { readonly step: 'listing' }
  | { readonly step: 'scanning'; readonly done: number; readonly all: number }
  | { readonly step: 'joining' }
  /** Who calls whom is worked out, then on whose stacks functions are. */
  | { readonly step: 'calls' }
  | { readonly step: 'stacks' };

/** How an index is asked for. */
export interface IndexRequest {
  /** The text of a configuration, instead of the tree's `.config`. */
  readonly config?: string;
  /** Reads the tree anew even where a usable index of it is kept. */
  readonly rebuild?: boolean;
  /** Number of threads; as many as the machine has processors where it is not given. */
  readonly workers?: number;
  readonly progress?: (progress: IndexProgress) => void;
  readonly cancellation?: Cancellation;
}

/** Why a kept index was not used. */
export type RebuildReason =
  | { readonly kind: 'none kept' }
  | { readonly kind: 'asked for' }
  /** The kept file is of another version, cut short or damaged. */
  | { readonly kind: 'unusable'; readonly fault: string }
  /** Too many files were added, removed or changed, or the configuration or a Makefile was. */
  | { readonly kind: 'tree changed'; readonly changes: number };

/** An index that agrees with its tree. */
export interface TreeIndex {
  readonly graph: IndexGraph;
  /** Where it is kept, and its size in bytes. */
  readonly path: string;
  readonly bytes: number;
  /** Why it was built just now; `undefined` where the kept one was good. */
  readonly rebuilt: RebuildReason | undefined;
  /** How many files were read again just now, because they had changed. */
  readonly reread: number;
  /** Why it could not be kept (a full disk, a folder that cannot be written). */
  readonly unkept: string | undefined;
  readonly skipped: readonly SkippedPath[];
  readonly seconds: number;
}

/** Opens indexes of kernel trees. */
export interface KernelIndexes {
  /**
   * The kept index of the tree at `root`, whole but not compared with the tree, whose files may have changed
   * since: answers of it are to be called unverified until `open` has come. `undefined` where none is kept.
   */
  asKept(root: string, request: Pick<IndexRequest, 'config'>): TreeIndex | undefined;
  /**
   * An index that agrees with the tree at `root`: the kept one, or a new one. Rejects with
   * `NotAKernelTree`, or with `ScanCancelled` when called off.
   */
  open(root: string, request: IndexRequest): Promise<TreeIndex>;
  /**
   * `index`, an index of the tree at `root`, with some files as they are now, which may be new or gone:
   * paths in the tree. No other file is looked at. The index given stays as it is.
   */
  update(
    root: string,
    index: TreeIndex,
    paths: readonly string[],
    request?: Pick<IndexRequest, 'config'>,
  ): TreeIndex;
  /**
   * Joins all names of an index now (seconds, for a whole kernel), unless they are, and keeps that beside
   * it: from then on questions about calls only read.
   */
  link(index: TreeIndex): void;
  /**
   * The same for whoever asks later, without keeping this process busy or alive. True where another
   * process goes on with it.
   */
  linkLater(index: TreeIndex): boolean;
}
