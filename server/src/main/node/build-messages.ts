import type { IndexProgress } from '../../kernel/index/indexes.ts';
import type { BuiltIndex } from './build-index.ts';

/** What a building thread is started with. */
export interface BuildWorkerData {
  readonly root: string;
  /** Where the index is kept. */
  readonly path: string;
  readonly config: string | undefined;
  readonly workers: number | undefined;
  /** The script of the threads that scan. */
  readonly scanScript: string;
}

export type FromBuildWorker =
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  | { readonly kind: 'built'; readonly index: BuiltIndex }
  | { readonly kind: 'failed'; readonly message: string };
