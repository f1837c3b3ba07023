import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FILE_STRIDE } from '../../kernel/scan/facts.ts';
import type { ScanPart } from '../../kernel/scan/part.ts';
import { Scanner } from '../../kernel/scan/scanner.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import type { SkippedPath, TreeFile } from '../../ports/index-host.ts';
import { largestSource, reasonOf } from './list-tree.ts';

/** What a thread found: its part, and the file of each row of it. */
export interface ScannedFiles {
  readonly part: ScanPart;
  readonly files: readonly TreeFile[];
  readonly skipped: readonly SkippedPath[];
}

/** Reads and scans files, about `bytes` in all, into one part; each is read straight into the scanner's memory. */
export class FileScanner {
  private readonly scanner: Scanner;
  private readonly files: TreeFile[] = [];
  private readonly skipped: SkippedPath[] = [];

  constructor(
    private readonly root: string,
    config: string | undefined,
    bytes: number,
  ) {
    const options = config === undefined ? undefined : new KernelConfig(config);
    this.scanner = new Scanner(options, bytes);
  }

  /** Scans a file, a path in the tree; one that cannot be read is noted as left out. */
  scan(path: string): void {
    try {
      const file = openSync(`${this.root}/${path}`, 'r');
      try {
        this.scanOpen(path, file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      this.skipped.push({ path, reason: reasonOf(error) });
    }
  }

  finish(): ScannedFiles {
    const part = this.scanner.finish();
    if (part.fileRows.length !== this.files.length * FILE_STRIDE) {
      throw new Error('The scanner and its files do not agree.');
    }
    return { part, files: this.files, skipped: this.skipped };
  }

  private scanOpen(path: string, file: number): void {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('not a regular file');
    const { size, mtimeMs: modified } = stat;
    if (size > largestSource) throw new Error(`larger than ${largestSource >> 20} MB`);
    const room = this.scanner.room(size);
    let length = 0;
    while (length < size) {
      const read = readSync(file, room, length, size - length, length);
      if (read === 0) break;
      length += read;
    }
    if (path.endsWith('.S')) this.scanner.scanAssembly(room.slice(0, length));
    else this.scanner.scanRoom(length);
    this.files.push({ path, size, modified });
  }
}
