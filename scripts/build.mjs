// Bundles the extension, the server and the command line with esbuild, and lays their data beside them.

import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPrograms } from './programs.mjs';
import { buildScanner } from './scanner.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const serverOut = join(root, 'server/dist');
const clientOut = join(root, 'client/dist');

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The `main` of jsonc-parser loads its parts in a way that no bundler sees.
  mainFields: ['module', 'main'],
  sourcemap: process.argv.includes('--production') ? false : 'linked',
  minify: process.argv.includes('--production'),
  logLevel: 'warning',
  absWorkingDir: root,
  define: { 'import.meta.url': '__bundleUrl' },
  inject: [join(root, 'scripts/bundle-url.js')],
};

/** For the extension host and the server where VS Code runs in a browser: both are workers. */
const worker = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
  sourcemap: shared.sourcemap,
  minify: shared.minify,
  logLevel: shared.logLevel,
  absWorkingDir: root,
};

const factsFiles = (await readdir(join(root, 'server/facts'))).filter((name) =>
  name.endsWith('.facts.br'),
);

await buildScanner();
await rm(serverOut, { recursive: true, force: true });
await rm(clientOut, { recursive: true, force: true });
await mkdir(serverOut, { recursive: true });

await Promise.all([
  buildPrograms({
    ...shared,
    entryPoints: {
      server: 'server/src/main/server.ts',
      cli: 'server/src/main/cli.ts',
      'judge-worker': 'server/src/main/judge-worker.ts',
      'index-worker': 'server/src/main/index-worker.ts',
      'tree-worker': 'server/src/main/tree-worker.ts',
      'scan-worker': 'server/src/main/scan-worker.ts',
    },
    outdir: serverOut,
    external: ['tree-sitter', 'tree-sitter-c'],
  }),
  build({
    ...shared,
    format: 'cjs',
    entryPoints: { extension: 'client/src/main/node.ts' },
    outdir: clientOut,
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  }),
  build({
    ...worker,
    format: 'cjs',
    entryPoints: { 'browser-extension': 'client/src/main/browser.ts' },
    outdir: clientOut,
    external: ['vscode'],
  }),
  build({
    ...worker,
    format: 'iife',
    entryPoints: { 'browser-server': 'server/src/main/browser/server.ts' },
    outdir: serverOut,
    // web-tree-sitter makes URLs from its own, and is handed the bytes in the end.
    define: { __factsFiles: JSON.stringify(factsFiles), 'import.meta.url': '"file:///"' },
    // Reached by web-tree-sitter in Node.js only.
    external: ['fs/promises', 'module'],
  }),
  build({
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    sourcemap: shared.sourcemap,
    minify: shared.minify,
    logLevel: shared.logLevel,
    absWorkingDir: root,
    entryPoints: [
      { in: 'client/src/transition-view/page/main.ts', out: 'transition-view' },
      { in: 'client/src/transition-view/page/view.css', out: 'transition-view' },
    ],
    outdir: clientOut,
  }),
  cp(
    join(dirname(require.resolve('web-tree-sitter')), 'tree-sitter.wasm'),
    join(serverOut, 'tree-sitter.wasm'),
  ),
  cp(
    join(dirname(require.resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm'),
    join(serverOut, 'tree-sitter-c.wasm'),
  ),
  cp(join(root, 'grammars/queries'), join(serverOut, 'queries'), {
    recursive: true,
    force: true,
  }).catch((error) => {
    if (existsSync(join(root, 'grammars/queries'))) throw error;
  }),
  cp(join(root, 'server/facts'), join(serverOut, 'facts'), { recursive: true }),
  ...['guest', 'modules'].map((part) =>
    cp(join(root, 'test/kernel-lab', part), join(serverOut, 'kernel-lab', part), {
      recursive: true,
    }),
  ),
]);
for (const program of ['server.cjs', 'cli.cjs']) await chmod(join(serverOut, program), 0o755);
