import type { Settings } from './settings.ts';

/** What answers depend on beside the document and the kernel. */
export interface Circumstances {
  readonly settings: Settings;
}
