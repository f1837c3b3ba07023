// Builds the bundled kernel facts anew: npm run facts -- --kernel DIR --config FILE --source TEXT

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = await mkdtemp(join(tmpdir(), 'livepatch-facts-'));
try {
  const program = join(folder, 'facts.cjs');
  await build({
    entryPoints: [join(root, 'server/src/main/facts.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  // A whole tree's call graph needs more than Node's usual heap.
  const { status } = spawnSync(
    process.execPath,
    [
      '--max-old-space-size=6144',
      program,
      '--out',
      join(root, 'server/facts'),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
