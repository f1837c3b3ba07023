import type { Worker } from 'node:worker_threads';
import type { FeasibilityReport } from '../../feasibility/model.ts';
import type { Judge, KernelChoice, OpenJudge } from '../../lsp/judge.ts';
import type { Logger } from '../../ports/logger.ts';
import type { OpenedKernel, Question } from './judge-messages.ts';
import { JudgeThread } from './judge-thread.ts';

/** How long one question may take, in milliseconds; the thread is given up after that. */
const PATIENCE = 300_000;

interface Running {
  readonly thread: JudgeThread;
  readonly opened: OpenedKernel;
}

/** Reports and opened kernels come over the same wire. */
function isReport(answer: OpenedKernel | FeasibilityReport): answer is FeasibilityReport {
  return 'findings' in answer;
}

async function start(worker: Worker, choice: KernelChoice, logger: Logger): Promise<Running> {
  const thread = new JudgeThread(worker, logger);
  try {
    const opened = await thread.ask({ ask: 'open', choice });
    if (isReport(opened)) throw new Error('a report came instead of a kernel');
    return { thread, opened };
  } catch (fault) {
    thread.stop();
    throw fault;
  }
}

/** Gives the thread up when it takes too long, so that one document cannot hold all others. */
async function askInTime(thread: JudgeThread, question: Question): Promise<FeasibilityReport> {
  const timer = setTimeout(() => thread.stop(), PATIENCE);
  try {
    const answer = await thread.ask(question);
    if (!isReport(answer)) throw new Error('a kernel came instead of a report');
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Judges in a thread of their own, so that the server answers while one works, and a fault or an
 * endless run takes nothing else with it. A thread that is gone is started anew at the next question.
 */
export function threadedJudges(startWorker: () => Worker): OpenJudge {
  return async (choice, logger): Promise<Judge> => {
    let isDisposed = false;
    let running = start(startWorker(), choice, logger);
    const { opened } = await running;

    const runningNow = async (): Promise<Running> => {
      const known = await running.catch(() => undefined);
      if (known?.thread.isGone === false || isDisposed) return running;
      logger.warn("The judge's thread is started anew.");
      running = start(startWorker(), choice, logger);
      return running;
    };
    const ask = async (question: Question): Promise<FeasibilityReport> =>
      askInTime((await runningNow()).thread, question);

    return {
      ...opened,
      patch: (text) => ask({ ask: 'patch', text }),
      source: (text) => ask({ ask: 'source', text }),
      explain: (names) => ask({ ask: 'explain', names }),
      dispose: () => {
        isDisposed = true;
        void running.then(
          ({ thread }) => thread.stop(),
          () => {},
        );
      },
    };
  };
}
