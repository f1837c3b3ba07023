import type { IndexSections } from '../../kernel/index/format.ts';
import type { IndexProgress } from '../../kernel/index/indexes.ts';

/** What a building thread is started with. */
export interface BuildWorkerData {
  readonly role: 'build';
  readonly root: string;
  readonly config: string | undefined;
  readonly workers: number | undefined;
  readonly workerScript: string;
}

export type FromBuildWorker =
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  | { readonly kind: 'built'; readonly sections: IndexSections }
  | { readonly kind: 'failed'; readonly message: string };
