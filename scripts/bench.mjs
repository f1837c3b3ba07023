// `npm run bench [NAME…]`: bundles each test/bench/*.bench.ts and runs it in a process of its own, so
// that one's memory and warmed-up code do not colour the next one's figures.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { prepare, root } from './prepare.mjs';

prepare();

const folder = join(root, 'test/bench');
const out = join(root, 'node_modules/.livepatch-feasibility/bench');
mkdirSync(out, { recursive: true });

const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (names.length === 0) {
  process.stderr.write(
    `no benchmark matches ${wanted.join(' ')}; there are: ${readdirSync(folder).join(' ')}\n`,
  );
  process.exit(2);
}

const runner = (name) => `
  import bench from ${JSON.stringify(join(folder, name))};
  bench((line) => process.stdout.write(line + '\\n')).catch((error) => {
    process.stderr.write(String(error?.stack ?? error) + '\\n');
    process.exitCode = 1;
  });`;

for (const name of names) {
  process.stdout.write(`\n== ${name.replace('.bench.ts', '')}\n`);
  const outfile = join(out, name.replace('.ts', '.mjs'));
  await build({
    stdin: { contents: runner(name), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile,
    logLevel: 'warning',
    packages: 'external',
  });
  const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
