import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { scanAssembly } from '../../kernel/scan/assembly.ts';
import { partOf, type ScanPart } from '../../kernel/scan/merge.ts';
import { Scanner } from '../../kernel/scan/scanner.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import type { SkippedPath } from '../../ports/index-host.ts';
import { largestSource, reasonOf } from './list-tree.ts';

/** A file to scan and its place among the tree's files. */
export interface ScanOrder {
  readonly index: number;
  readonly path: string;
}

/** Reads and scans files, about `bytes` in all, into one part; through one buffer that is used again and again. */
export class FileScanner {
  private buffer = new Uint8Array(1 << 20);
  private readonly scanner: Scanner;
  private readonly done: number[] = [];
  readonly skipped: SkippedPath[] = [];

  constructor(
    private readonly root: string,
    config: string | undefined,
    bytes: number,
  ) {
    const options = config === undefined ? undefined : new KernelConfig(config);
    this.scanner = new Scanner(options, bytes);
  }

  /** Scans a file; one that cannot be read is noted as left out. */
  scan(order: ScanOrder): void {
    try {
      const length = this.read(join(this.root, order.path));
      if (order.path.endsWith('.S')) {
        scanAssembly(this.buffer.subarray(0, length), this.scanner.atoms, this.scanner.facts);
      } else this.scanner.scan(this.buffer, length);
      this.done.push(order.index);
    } catch (error) {
      this.skipped.push({ path: order.path, reason: reasonOf(error) });
    }
  }

  finish(): ScanPart {
    return partOf(this.scanner, this.done);
  }

  private read(path: string): number {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size > largestSource) throw new Error(`larger than ${largestSource >> 20} MB`);
      if (size >= this.buffer.length) this.buffer = new Uint8Array(size * 2);
      let length = 0;
      while (length < size) {
        const read = readSync(file, this.buffer, length, size - length, length);
        if (read === 0) break;
        length += read;
      }
      return length;
    } finally {
      closeSync(file);
    }
  }
}
