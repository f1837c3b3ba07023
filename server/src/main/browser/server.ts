import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { judgesHere } from '../../lsp/document-judge.ts';
import { watchNothing } from '../../lsp/kernel-watch.ts';
import { startServer } from '../../lsp/server.ts';
import { noFiles } from '../../lsp/workspace-files.ts';
import { version } from '../version.ts';
import { assetsOver } from './assets.ts';
import { analysesInBrowser } from './open-analysis.ts';

/** Names of the files of facts, written in by the build: a web server lists no folders. */
declare const __factsFiles: readonly string[];

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
);
startServer({
  connection,
  openJudge: judgesHere(analysesInBrowser(assetsOver(connection), __factsFiles)),
  files: noFiles,
  watchTree: watchNothing,
  version,
});
connection.onExit(() => self.close());
