import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WasmFiles } from '../wasm-c-parser.ts';

const here = fileURLToPath(import.meta.url);

/** In a bundle the data lies beside the program; run from source it is where the packages keep it. */
const isBundle = here.endsWith('.cjs');

/** Where the C grammar's WASM files are. */
export function wasmFiles(): WasmFiles {
  if (isBundle) {
    const folder = dirname(here);
    return {
      runtime: join(folder, 'tree-sitter.wasm'),
      grammar: join(folder, 'tree-sitter-c.wasm'),
    };
  }
  const require = createRequire(import.meta.url);
  return {
    runtime: join(dirname(require.resolve('web-tree-sitter')), 'tree-sitter.wasm'),
    grammar: join(dirname(require.resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm'),
  };
}

/** The script that joins the names of an index; run from source there is none, and none is needed. */
export const indexWorkerScript: string | undefined = isBundle
  ? join(dirname(here), 'index-worker.cjs')
  : undefined;

/** The folder of the bundled facts. */
export const factsFolder: string = isBundle
  ? join(dirname(here), 'facts')
  : join(dirname(here), '../../../facts');

/** The folder of the sources that the kernel lab's guest is built from. */
export const labSources: string = isBundle
  ? join(dirname(here), 'kernel-lab')
  : join(dirname(here), '../../../../test/kernel-lab');
