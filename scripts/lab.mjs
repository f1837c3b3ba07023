// Asks a real kernel in a virtual machine: npm run lab -- --kernel 6.1 --plan FILE [--out FILE]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = await mkdtemp(join(tmpdir(), 'livepatch-lab-'));
try {
  const program = join(folder, 'lab.cjs');
  await build({
    entryPoints: [join(root, 'server/src/main/lab.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  const guest = join(root, 'test/kernel-lab');
  const child = spawn(process.execPath, [program, '--guest', guest, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // The child ends its machine and removes what it made; then this folder goes too.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  const [status] = await once(child, 'close');
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
