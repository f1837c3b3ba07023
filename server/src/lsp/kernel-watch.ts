/** Follows a kernel tree for as long as it is in use. */
export interface Watching {
  dispose(): void;
}

/**
 * Calls `changed` whenever the tree at an absolute path is checked out anew or configured otherwise;
 * several times for one checkout, perhaps. A tree that cannot be watched is not.
 */
export type WatchTree = (tree: string, changed: () => void) => Watching;

/** For hosts that cannot watch. */
export const watchNothing: WatchTree = () => ({ dispose: () => {} });
