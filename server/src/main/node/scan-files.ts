import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FILE_STRIDE } from '../../kernel/scan/facts.ts';
import type { ScanPart } from '../../kernel/scan/part.ts';
import { Scanner } from '../../kernel/scan/scanner.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import type { SkippedPath } from '../../ports/index-host.ts';
import { largestSource, reasonOf } from './list-tree.ts';

/** What a scanner found: its part, and for each row of it which file that is, by the number given with its path. */
export interface FoundFiles {
  /** In memory that threads share; good until the next file is scanned. */
  readonly part: ScanPart;
  readonly numbers: Int32Array;
  /** Bytes, and modification time in ms, when it was read. */
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  readonly skipped: readonly SkippedPath[];
}

/** Reads and scans files, about `bytes` in all, into one part; each is read straight into the scanner's memory. */
export class FileScanner {
  private readonly scanner: Scanner;
  private readonly numbers: number[] = [];
  private readonly sizes: number[] = [];
  private readonly times: number[] = [];
  private readonly skipped: SkippedPath[] = [];

  constructor(
    private readonly root: string,
    config: string | undefined,
    bytes: number,
  ) {
    const options = config === undefined ? undefined : new KernelConfig(config);
    this.scanner = new Scanner(options, bytes);
  }

  /** What was found so far. */
  get part(): ScanPart {
    return this.scanner.found();
  }

  /** Scans a file, a path in the tree with a number; one that cannot be read is noted as left out. */
  scan(path: string, number: number): void {
    try {
      const file = openSync(`${this.root}/${path}`, 'r');
      try {
        this.scanOpen(path, number, file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      this.skipped.push({ path, reason: reasonOf(error) });
    }
  }

  finish(): FoundFiles {
    const { part } = this;
    if (part.fileRows.length !== this.numbers.length * FILE_STRIDE) {
      throw new Error('The scanner and its files do not agree.');
    }
    return {
      part,
      numbers: Int32Array.from(this.numbers),
      sizes: Float64Array.from(this.sizes),
      times: Float64Array.from(this.times),
      skipped: this.skipped,
    };
  }

  private scanOpen(path: string, number: number, file: number): void {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('not a regular file');
    const { size, mtimeMs } = stat;
    if (size > largestSource) throw new Error(`larger than ${largestSource >> 20} MB`);
    const room = this.scanner.room(size);
    let length = 0;
    while (length < size) {
      const read = readSync(file, room, length, size - length, length);
      if (read === 0) break;
      length += read;
    }
    if (path.endsWith('.S')) this.scanner.scanAssembly(room.slice(0, length));
    else this.scanner.scanRoom(length, path);
    this.numbers.push(number);
    this.sizes.push(size);
    this.times.push(mtimeMs);
  }
}
