import { parentPort } from 'node:worker_threads';
import type { FeasibilityReport } from '../feasibility/model.ts';
import type { Judge } from '../lsp/judge.ts';
import type { Logger } from '../ports/logger.ts';
import type {
  JudgeMessage,
  OpenedKernel,
  Question,
  QuestionMessage,
} from './node/judge-messages.ts';
import { openJudge } from './node/open-judge.ts';
import { plainReport } from './node/plain-report.ts';

const port = parentPort;
if (port === null) throw new Error('judge-worker is started by the language server');

const send = (message: JudgeMessage): void => port.postMessage(message);

const logger: Logger = {
  error: (line) => send({ log: 'error', line }),
  warn: (line) => send({ log: 'warn', line }),
  info: (line) => send({ log: 'info', line }),
  debug: (line) => send({ log: 'debug', line }),
};

let judge: Judge | undefined;

async function answer(question: Question): Promise<OpenedKernel | FeasibilityReport> {
  if (question.ask === 'open') {
    judge = await openJudge(question.choice, logger);
    return { kernel: judge.kernel, origin: judge.origin };
  }
  if (judge === undefined) throw new Error('no kernel was opened');
  switch (question.ask) {
    case 'patch':
      return plainReport(await judge.patch(question.text));
    case 'source':
      return judge.source(question.text);
    case 'explain':
      return judge.explain(question.names);
  }
}

port.on('message', ({ id, question }: QuestionMessage) => {
  answer(question).then(
    (found) => send({ id, answer: found }),
    (fault: unknown) =>
      send({ id, failure: fault instanceof Error ? fault.message : String(fault) }),
  );
});
