import type { Baseline } from './baselines.ts';
import type { Settings } from './settings.ts';

/** What answers depend on beside the document and the kernel. */
export interface Circumstances {
  readonly settings: Settings;
  /** The baseline files found so far. */
  readonly baselines: readonly Baseline[];
  /** URIs of the workspace's folders, without a slash at their ends. */
  readonly folders: readonly string[];
}
