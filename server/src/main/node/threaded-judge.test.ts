import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { silentLogger } from '../../ports/logger.ts';
import { threadedJudges } from './threaded-judge.ts';

const anyKernel = { tree: undefined, release: undefined };

/** A judge's thread in few words: a text is what it does. */
const thread = `
  const { parentPort } = require('node:worker_threads');
  const opened = { kernel: 'a kernel', origin: { kind: 'none', release: '', description: '' } };
  parentPort.on('message', ({ id, question }) => {
    if (question.ask === 'open') parentPort.postMessage({ id, answer: opened });
    else if (question.text === 'crash') process.exit(3);
    else if (question.text === 'throw') setTimeout(() => { throw new Error('no luck'); });
    else if (question.text === 'fail') parentPort.postMessage({ id, failure: 'cannot be read' });
    else if (question.text !== 'hang') parentPort.postMessage({ id, answer: { findings: [] } });
  });
`;

test('questions are answered; a failure is that question’s own', async () => {
  const judge = await threadedJudges(() => new Worker(thread, { eval: true }))(
    anyKernel,
    silentLogger,
  );
  await expect(judge.patch('fail')).rejects.toThrow('cannot be read');
  expect(await judge.patch('fine')).toEqual({ findings: [] });
  judge.dispose();
});

test.each(['crash', 'throw'])(
  '%s: the question fails, the next one has a new thread',
  async (end) => {
    const judge = await threadedJudges(() => new Worker(thread, { eval: true }))(
      anyKernel,
      silentLogger,
    );
    await expect(judge.patch(end)).rejects.toThrow("the judge's thread");
    expect(await judge.patch('fine')).toEqual({ findings: [] });
    judge.dispose();
  },
);

test('a judge that is used no more refuses what is under way and what comes', async () => {
  const judge = await threadedJudges(() => new Worker(thread, { eval: true }))(
    anyKernel,
    silentLogger,
  );
  const answer = judge.patch('hang');
  await new Promise((resolve) => setTimeout(resolve, 20));
  judge.dispose();
  await expect(answer).rejects.toThrow('another kernel was chosen');
  await expect(judge.patch('fine')).rejects.toThrow('another kernel was chosen');
});

test('a thread that cannot be started is a failure to open', async () => {
  const open = threadedJudges(() => new Worker('throw new Error("broken")', { eval: true }));
  await expect(open(anyKernel, silentLogger)).rejects.toThrow('broken');
});
