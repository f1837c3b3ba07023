import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { ConfirmOnKernel } from '../../server/src/cli/confirm-model.ts';
import { type CliEnvironment, InputError } from '../../server/src/cli/environment.ts';
import { runCli } from '../../server/src/cli/program.ts';
import { wasmFiles } from '../../server/src/main/node/assets.ts';
import { loadCParser } from '../../server/src/main/node/load-c-parser.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { openKernel } from '../../server/src/main/node/open-kernel.ts';
import { openSource } from '../../server/src/main/node/open-source.ts';
import { listsFor } from '../../server/src/main/node/read-lists.ts';
import { plainStyle } from '../../server/src/report/text/page.ts';

/** What a run of the command line printed, and how it ended. */
export interface CliRun {
  readonly out: string;
  readonly errors: string;
  readonly code: number;
}

/**
 * Runs `livepatch-check` in this process, at 80 columns without colour. `files` are inputs by name; a
 * name that is not among them is read from disk. `confirmOnKernel` answers in a virtual machine's place.
 */
export async function runInProcess(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  confirmOnKernel: ConfirmOnKernel = () =>
    Promise.reject(new InputError('no virtual machine in this test')),
): Promise<CliRun> {
  let out = '';
  let errors = '';
  const cli: CliEnvironment = {
    write: (text) => {
      out += text;
    },
    writeAll: async (pieces) => {
      for (const piece of pieces) out += piece;
    },
    complain: (message) => {
      errors += `livepatch-check: ${message}\n`;
    },
    notify: (line) => {
      errors += `${line}\n`;
    },
    readInput: async (path) => {
      const given = files[path];
      if (given !== undefined) {
        return typeof given === 'string' ? new TextEncoder().encode(given) : given;
      }
      return readFile(path).catch(() => {
        throw new InputError(`${path}: no such file`);
      });
    },
    readOptional: async (path) => {
      const given = files[relative('.', path)];
      return given === undefined || typeof given !== 'string'
        ? given
        : new TextEncoder().encode(given);
    },
    openKernel: async (choice) => openKernel(choice, await loadCParser(wasmFiles())),
    confirmOnKernel,
    openSource: async (tree) => openSource(tree, await loadCParser(wasmFiles())),
    symbolLists: (root, named) =>
      listsFor(root, named, (note) => {
        errors += `livepatch-check: ${note}\n`;
      }),
    indexes: new DiskIndexes(undefined, join(tmpdir(), 'livepatch-feasibility-test-cache')),
    page: { columns: 80, style: plainStyle },
  };
  const code = await runCli(args, cli, '0.0.0');
  return { out, errors, code };
}
