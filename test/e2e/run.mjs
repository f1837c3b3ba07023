// Runs the editor test: packages the extension, then drives it in a real VS Code.
// Where a piece is missing it says so, and that is a failure only in CI or with LIVEPATCH_E2E=required.

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRequired, missingPieces } from './pieces.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const tenMinutes = 600_000;

const missing = missingPieces();
if (missing.length > 0) {
  console.log(`The editor test is left out. Missing:\n  ${missing.join('\n  ')}`);
  process.exit(isRequired ? 1 : 0);
}

function run(command, options) {
  return new Promise((resolve) => {
    const child = spawn(command, options, { cwd: root, stdio: 'inherit', timeout: tenMinutes });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const packaged = process.argv.includes('--no-package')
  ? 0
  : await run('npm', ['run', '--silent', 'package']);
process.exitCode =
  packaged === 0
    ? await run('npx', ['vitest', 'run', '--config', join(here, 'vitest.config.mts')])
    : packaged;
