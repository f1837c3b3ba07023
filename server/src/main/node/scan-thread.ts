import type { MessagePort } from 'node:worker_threads';
import { count, fill, numbers, type Scanned } from '../../kernel/index/by-name.ts';
import { IndexLayout } from '../../kernel/index/layout.ts';
import { SharedNames, sizeOf } from '../../kernel/index/shared-names.ts';
import { reasonOf } from './list-tree.ts';
import { FileScanner } from './scan-files.ts';
import {
  type FromScanWorker,
  type NumberedFiles,
  parted,
  type ScanWorkerData,
  type ToScanWorker,
  takeBatch,
} from './scan-messages.ts';
import { writePieces } from './write-pieces.ts';

/** One of the threads that scan a tree, and then lay out its index together. */
export class ScanThread {
  private readonly scanner: FileScanner;
  private readonly shared: SharedNames;
  /** The numbers in the tree of the scanner's names, as far as they are known. */
  private names = new Int32Array(1 << 12);
  private known = 1;
  private scanned: Scanned | undefined;

  constructor(private readonly data: ScanWorkerData) {
    this.scanner = new FileScanner(data.root, data.config, data.bytes);
    this.shared = new SharedNames(data.names);
  }

  /** Does what it is told until the port is closed. */
  listen(port: MessagePort): void {
    port.on('message', (message: ToScanWorker) => {
      let answer: FromScanWorker | undefined;
      try {
        answer = this.answer(message);
      } catch (error) {
        answer = { kind: 'failed', message: reasonOf(error) };
      }
      if (answer !== undefined) port.postMessage(answer);
    });
  }

  private answer(message: ToScanWorker): FromScanWorker | undefined {
    switch (message.kind) {
      case 'scan':
        this.scan(message.batch, message.paths, message.number);
        return undefined;
      case 'finish':
        return { kind: 'found', found: this.finish() };
      case 'count':
        this.scanned = message.scanned;
        return { kind: 'counted', counts: count(message.scanned, this.data) };
      case 'fill':
        if (this.scanned === undefined) throw new Error('Nothing was counted.');
        fill(this.scanned, this.data, message.next, message.tables, message.places);
        return { kind: 'done' };
      case 'write': {
        const { share, of } = this.data;
        const layout = new IndexLayout(message.sections);
        writePieces(message.file, layout.blocksOf(share, of, message.sums));
        return { kind: 'done' };
      }
    }
  }

  private scan(batch: number, joinedPaths: string, number: number): void {
    const { counters } = this.data;
    if (!takeBatch(counters, batch)) return;
    const paths = parted(joinedPaths);
    paths.forEach((path, index) => {
      this.scanner.scan(path, number + index);
    });
    this.shareNames();
    Atomics.add(counters, 0, paths.length);
  }

  /** Gives the names found since the last time to the table of all threads. */
  private shareNames(): void {
    const { part } = this.scanner;
    const length = sizeOf(part);
    if (length > this.names.length) {
      const larger = new Int32Array(length * 2);
      larger.set(this.names);
      this.names = larger;
    }
    this.shared.join(part, this.known, this.names);
    this.known = length;
  }

  private finish(): NumberedFiles {
    const found = this.scanner.finish();
    const names = numbers(this.known);
    names.set(this.names.subarray(0, this.known));
    return { ...found, names };
  }
}
