// `npm test`: installs and builds what is missing, then runs every test, the editor's own included
// where a browser and an editor host are at hand (docs/editor-tests.md).
import { spawnSync } from 'node:child_process';
import { prepare, root } from './prepare.mjs';

prepare();

const args = process.argv.slice(2);
for (const script of args.length === 0 ? ['unit', 'test:view', 'test:e2e'] : ['unit']) {
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
