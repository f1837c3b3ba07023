// Installs and builds when something they are made from has changed since; says what it does on
// standard error. Works on a fresh clone, so it uses nothing but Node.js.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const stamps = join(root, 'node_modules/.livepatch-feasibility');
const buildInputs = ['client', 'server', 'grammars', 'scripts', 'package-lock.json'];
const ignored = new Set(['node_modules', 'dist', 'scanner.generated.ts']);

/** Paths, sizes and times of everything below `path`: cheap, and different after any edit. */
function* facts(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    yield `${path} ${stat.size} ${stat.mtimeMs}`;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!ignored.has(name)) yield* facts(join(path, name));
  }
}

function digest(lines) {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function isFresh(name, value) {
  const stamp = join(stamps, name);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function keep(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}

function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  // What the tools print is for the person at the terminal, never part of a report.
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    process.stderr.write(`${what} failed (${error?.message ?? `exit code ${status}`})\n`);
    process.exit(2);
  }
}

/** Brings `node_modules/` and the bundles up to date. */
export function prepare() {
  const locked = digest([readFileSync(join(root, 'package-lock.json'), 'utf8')]);
  if (!isFresh('installed', locked)) {
    // A clean install where there is none yet; afterwards only what changed, without touching the lock.
    run('Installing packages', 'npm', [
      ...(existsSync(join(root, 'node_modules')) ? ['install', '--no-save'] : ['ci']),
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    keep('installed', locked);
  }
  const sources = digest(buildInputs.flatMap((path) => [...facts(join(root, path))]));
  if (!isFresh('built', sources) || !existsSync(join(root, 'server/dist/cli.cjs'))) {
    run('Building', process.execPath, [join(root, 'scripts/build.mjs')]);
    keep('built', sources);
  }
}
