import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { startServer } from '../../lsp/server.ts';
import { version } from '../version.ts';
import { assetsOver } from './assets.ts';
import { browserJudges } from './open-judge.ts';

/** Names of the files of facts, written in by the build: a web server lists no folders. */
declare const __factsFiles: readonly string[];

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
);
startServer({
  connection,
  openJudge: browserJudges(assetsOver(connection), __factsFiles),
  version,
});
connection.onExit(() => self.close());
