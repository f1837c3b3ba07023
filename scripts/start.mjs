// `npm start`: installs and builds what is missing, then runs livepatch-check with the arguments
// given, or on the example patch. Standard output holds nothing but the report.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();

const args = process.argv.slice(2);
const example = ['examples/idle-loop.patch', '--kernel-release', '6.1'];
const run = spawnSync(
  process.execPath,
  [join(root, 'server/dist/cli.cjs'), ...(args.length === 0 ? example : args)],
  { stdio: 'inherit', cwd: args.length === 0 ? root : (process.env.INIT_CWD ?? root) },
);
if (run.error) throw run.error;
// The example is there to show a risk being found, so finding it is a success; your own run's exit
// code is passed on as it is.
process.exitCode = args.length === 0 && run.status === 1 ? 0 : (run.status ?? 2);
