import { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server.ts';
import { diskWorkspaceFiles } from './node/disk-workspace-files.ts';
import { threadedJudges } from './node/threaded-judge.ts';
import { watchTree } from './node/watch-tree.ts';
import { version } from './version.ts';

const usage = `livepatch-language-server ${version}
Speaks the Language Server Protocol about kernel patches and livepatch modules.

  --stdio         on standard input and output (the default)
  --node-ipc      over Node's IPC channel, for VS Code
  --socket=PORT   over a local TCP port
  --version       prints the version
`;

const transports = /^--(stdio|node-ipc|socket=|pipe=)/;

function serve(options: readonly string[]): void {
  if (!options.some((option) => transports.test(option))) process.argv.push('--stdio');
  const connection = createConnection(ProposedFeatures.all);
  const report = (fault: unknown): void =>
    connection.console.error(
      fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
    );
  process.on('unhandledRejection', report);
  const openJudge = threadedJudges(
    () => new Worker(new URL('./judge-worker.cjs', import.meta.url)),
  );
  startServer({ connection, openJudge, files: diskWorkspaceFiles, watchTree, version });
}

const options = process.argv.slice(2);
if (options.includes('--help')) process.stdout.write(usage);
else if (options.includes('--version')) process.stdout.write(`${version}\n`);
else serve(options);
