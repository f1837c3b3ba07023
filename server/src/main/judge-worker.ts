import { parentPort } from 'node:worker_threads';
import { CancellationTokenSource, ResponseError } from 'vscode-languageserver';
import { DocumentJudge } from '../lsp/document-judge.ts';
import type { FeatureName, FeatureParams } from '../lsp/features/index.ts';
import type { Judge } from '../lsp/judge.ts';
import type { Logger } from '../ports/logger.ts';
import type { Failure, FromJudge, News, Question, ToJudge } from './node/judge-messages.ts';
import { openAnalysis } from './node/open-analysis.ts';

const port = parentPort;
if (port === null) throw new Error('judge-worker is started by the language server');

const send = (message: FromJudge): void => port.postMessage(message);

const logger: Logger = {
  error: (line) => send({ log: 'error', line }),
  warn: (line) => send({ log: 'warn', line }),
  info: (line) => send({ log: 'info', line }),
  debug: (line) => send({ log: 'debug', line }),
};

let judge: Judge | undefined;
const underWay = new Map<number, CancellationTokenSource>();

async function answer(question: Question, source: CancellationTokenSource): Promise<unknown> {
  if (question.ask === 'open') {
    const { client, circumstances, choice } = question;
    const analysis = await openAnalysis(choice, logger, {
      progress: (opening) => send({ opening }),
      token: source.token,
    });
    judge = new DocumentJudge(analysis, { client, logger, circumstances: () => circumstances });
    return { kernel: judge.kernel, origin: judge.origin };
  }
  if (judge === undefined) throw new Error('no kernel was opened');
  // The other side is the same program: what it sends has the type that the name says.
  const params = question.params as FeatureParams<FeatureName>;
  return judge.ask(question.name, params, source.token);
}

function listen(news: News): void {
  if (news.tell === 'opened') judge?.open(news.document);
  else if (news.tell === 'edited') judge?.edit(news.uri, news.version, news.edits);
  else if (news.tell === 'closed') judge?.close(news.uri);
  else if (news.tell === 'configured') judge?.configure(news.circumstances);
  else underWay.get(news.id)?.cancel();
}

function failure(fault: unknown): Failure {
  if (!(fault instanceof Error))
    return { message: String(fault), stack: undefined, code: undefined };
  const code = fault instanceof ResponseError ? fault.code : undefined;
  return { message: fault.message, stack: fault.stack, code };
}

port.on('message', (message: ToJudge) => {
  if ('tell' in message) {
    listen(message);
    return;
  }
  const { id, question } = message;
  const source = new CancellationTokenSource();
  underWay.set(id, source);
  answer(question, source)
    .then(
      (found) => send({ id, answer: JSON.stringify(found ?? null) }),
      (fault: unknown) => send({ id, failure: failure(fault) }),
    )
    .finally(() => {
      underWay.delete(id);
      source.dispose();
    });
});
