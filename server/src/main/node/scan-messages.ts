import type { ScanPart } from '../../kernel/scan/merge.ts';
import type { SkippedPath } from '../../ports/index-host.ts';
import type { ScanOrder } from './scan-files.ts';

/** What a scanning thread is started with. */
export interface ScanWorkerData {
  readonly role: 'scan';
  readonly root: string;
  /** The text of the configuration. */
  readonly config: string | undefined;
  /** About how many bytes the thread will read. */
  readonly bytes: number;
}

export type ToScanWorker =
  | { readonly kind: 'scan'; readonly orders: readonly ScanOrder[] }
  | { readonly kind: 'finish' };

export type FromScanWorker =
  | { readonly kind: 'scanned'; readonly files: number }
  | { readonly kind: 'part'; readonly part: ScanPart; readonly skipped: readonly SkippedPath[] };
