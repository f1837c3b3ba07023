import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { CancellationToken } from 'vscode-languageserver';
import { clientFeatures } from '../../lsp/client-features.ts';
import type { Judge, JudgeContext } from '../../lsp/judge.ts';
import { unseenOpening } from '../../lsp/opening.ts';
import { readSettings } from '../../lsp/settings.ts';
import { silentLogger } from '../../ports/logger.ts';
import { threadedJudges } from './threaded-judge.ts';

const anyKernel = { tree: undefined, release: undefined };

const context: JudgeContext = {
  logger: silentLogger,
  client: clientFeatures({ processId: null, rootUri: null, capabilities: {} }),
  circumstances: () => ({ settings: readSettings(undefined).settings, baselines: [], folders: [] }),
  opening: unseenOpening,
  documents: () => [{ uri: 'file:///kept', languageId: 'diff', version: 1, text: '' }],
};

/** A judge's thread in few words: a document's name is what it does. */
const thread = `
  const { parentPort } = require('node:worker_threads');
  const opened = { kernel: 'a kernel', origin: { kind: 'none', release: '', description: '' } };
  const told = [];
  parentPort.on('message', (message) => {
    if (message.tell !== undefined) {
      told.push(message.tell);
      return;
    }
    const { id, question } = message;
    const send = ({ answer, ...rest }) =>
      parentPort.postMessage({ id, ...(answer === undefined ? rest : { answer: JSON.stringify(answer) }) });
    if (question.ask === 'open') send({ answer: opened });
    else if (question.params.uri === 'crash') process.exit(3);
    else if (question.params.uri === 'throw') setTimeout(() => { throw new Error('no luck'); });
    else if (question.params.uri === 'fail') send({ failure: { message: 'cannot be read' } });
    else if (question.params.uri === 'refuse') send({ failure: { message: 'not now', code: -32800 } });
    else if (question.params.uri !== 'hang') send({ answer: told.join(' ') });
  });
`;

function open(): Promise<Judge> {
  return threadedJudges(() => new Worker(thread, { eval: true }))(anyKernel, context);
}

function ask(judge: Judge, uri: string): Promise<unknown> {
  return judge.ask('diagnostics', { uri, patience: undefined }, CancellationToken.None);
}

test('questions are answered; a failure is that question’s own', async () => {
  const judge = await open();
  await expect(ask(judge, 'fail')).rejects.toThrow('cannot be read');
  await expect(ask(judge, 'refuse')).rejects.toMatchObject({ code: -32800 });
  judge.edit('file:///a', 2, []);
  expect(await ask(judge, 'fine')).toBe('edited');
  judge.dispose();
});

test.each(['crash', 'throw'])(
  '%s: the question fails, the next one has a new thread that knows the documents',
  async (end) => {
    const judge = await open();
    await expect(ask(judge, end)).rejects.toThrow("the judge's thread");
    expect(await ask(judge, 'fine')).toBe('opened configured');
    judge.dispose();
  },
);

test('a judge that is used no more refuses what is under way and what comes', async () => {
  const judge = await open();
  const answer = ask(judge, 'hang');
  await new Promise((resolve) => setTimeout(resolve, 20));
  judge.dispose();
  await expect(answer).rejects.toThrow('another kernel was chosen');
  await expect(ask(judge, 'fine')).rejects.toThrow('another kernel was chosen');
});

test('a thread that cannot be started is a failure to open', async () => {
  const broken = threadedJudges(() => new Worker('throw new Error("broken")', { eval: true }));
  await expect(broken(anyKernel, context)).rejects.toThrow('broken');
});
