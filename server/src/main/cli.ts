import { once } from 'node:events';
import colors from 'picocolors';
import type { CliEnvironment } from '../cli/environment.ts';
import { runCli } from '../cli/program.ts';
import { progressLines } from '../cli/progress-lines.ts';
import type { IndexProgress } from '../kernel/index/indexes.ts';
import type { CParser } from '../ports/c-parser.ts';
import { indexWorkerScript, wasmFiles } from './node/assets.ts';
import { cacheFolder } from './node/cache-folder.ts';
import { DiskIndexes } from './node/open-index.ts';
import { readInput, readOptional } from './node/read-input.ts';
import { listsFor } from './node/read-lists.ts';
import { version } from './version.ts';

/** Columns where the output is no terminal, and the widest that prose is set at. */
const USUAL_COLUMNS = 80;
const WIDEST = 110;

/** Colours for a terminal, or where `FORCE_COLOR` asks for them; never with `NO_COLOR`. */
const isColourful =
  colors.isColorSupported && (process.stdout.isTTY === true || 'FORCE_COLOR' in process.env);

// A reader that has seen enough (`| head`) is no fault; a full disk is one to name.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') {
    process.stderr.write(`livepatch-check: standard output: ${fault.message}\n`);
  }
  process.exit(fault.code === 'EPIPE' ? 0 : 2);
});

/** Not every command parses C: what only some do is read when they do it. */
async function cParser(): Promise<CParser> {
  const { loadCParser } = await import('./node/load-c-parser.ts');
  return loadCParser(wasmFiles());
}

/** A tree that is read at once is nothing to tell of; from then on it is told how the reading goes on, ms. */
const patience = 1000;

function afterPatience(): (progress: IndexProgress) => void {
  const began = performance.now();
  const tell = progressLines((line) => cli.complain(line));
  return (progress) => {
    if (performance.now() - began > patience) tell(progress);
  };
}

const cli: CliEnvironment = {
  write: (text) => process.stdout.write(text),
  writeAll: async (pieces) => {
    for (const piece of pieces) {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    }
  },
  complain: (message) => process.stderr.write(`livepatch-check: ${message}\n`),
  notify: (line) => process.stderr.write(`${line}\n`),
  readInput,
  readOptional,
  openKernel: async (choice) => {
    const { openKernel } = await import('./node/open-kernel.ts');
    return openKernel(choice, await cParser(), { progress: afterPatience() });
  },
  openSource: async (tree) => {
    const { openSource } = await import('./node/open-source.ts');
    return openSource(tree, await cParser());
  },
  symbolLists: (root, files) => listsFor(root, files, (note) => cli.complain(note)),
  indexes: new DiskIndexes(indexWorkerScript, cacheFolder(), 'here'),
  confirmOnKernel: async (...asked) => {
    const { confirmOnKernel } = await import('./node/confirm-on-kernel.ts');
    return confirmOnKernel(...asked);
  },
  page: {
    columns: Math.min(process.stdout.columns ?? USUAL_COLUMNS, WIDEST),
    style: colors.createColors(isColourful),
  },
};

runCli(process.argv.slice(2), cli, version).then(
  (code) => {
    process.exitCode = code;
  },
  (fault: unknown) => {
    cli.complain(`a fault of its own: ${fault instanceof Error ? fault.stack : String(fault)}`);
    process.exitCode = 2;
  },
);
