import type { Worker } from 'node:worker_threads';
import type { KernelChoice } from '../../lsp/analysis.ts';
import type { FeatureAnswer, FeatureName } from '../../lsp/features/index.ts';
import type { Judge, JudgeContext, OpenJudge } from '../../lsp/judge.ts';
import { unseenOpening } from '../../lsp/opening.ts';
import type { News, OpenedKernel } from './judge-messages.ts';
import { JudgeThread } from './judge-thread.ts';

/** How long one question may take, in milliseconds; the thread is given up after that. */
const patience = 300_000;

interface Running {
  readonly thread: JudgeThread;
  readonly opened: OpenedKernel;
}

async function start(
  worker: Worker,
  choice: KernelChoice,
  { logger, client, circumstances, opening }: JudgeContext,
): Promise<Running> {
  const thread = new JudgeThread(worker, logger, opening);
  try {
    const question = { ask: 'open', choice, client, circumstances: circumstances() } as const;
    const { id, answer } = thread.ask(question);
    opening.token.onCancellationRequested(() => thread.tell({ tell: 'cancelled', id }));
    return { thread, opened: (await answer) as OpenedKernel };
  } catch (fault) {
    thread.stop('the kernel could not be opened');
    throw fault;
  }
}

/**
 * Judges in a thread of their own, so that the server answers while one works, and a fault or an
 * endless run takes nothing else with it. A thread that is gone is started anew at the next question.
 */
export function threadedJudges(startWorker: () => Worker): OpenJudge {
  return async (choice, context): Promise<Judge> => {
    let running = start(startWorker(), choice, context);
    let { thread, opened } = await running;
    let isDisposed = false;

    const restart = async (): Promise<Running> => {
      const next = await start(startWorker(), choice, { ...context, opening: unseenOpening });
      for (const document of context.documents()) next.thread.tell({ tell: 'opened', document });
      next.thread.tell({ tell: 'configured', circumstances: context.circumstances() });
      thread = next.thread;
      if (isDisposed) thread.stop('another kernel was chosen');
      return next;
    };
    const runningNow = async (): Promise<JudgeThread> => {
      const known = await running.catch(() => undefined);
      if (known?.thread.isGone === false || isDisposed) return thread;
      context.logger.warn("The judge's thread is started anew.");
      running = restart();
      return (await running).thread;
    };
    const tell = (news: News): void => thread.tell(news);

    return {
      ...opened,
      open: (document) => tell({ tell: 'opened', document }),
      edit: (uri, version, edits) => tell({ tell: 'edited', uri, version, edits }),
      close: (uri) => tell({ tell: 'closed', uri }),
      configure: (circumstances) => tell({ tell: 'configured', circumstances }),
      ask: async <Name extends FeatureName>(name: Name, params: unknown, token: Token) => {
        // One document that takes for ever must not hold all others.
        const asked = thread.isGone ? await runningNow() : thread;
        const { id, answer } = asked.ask({ ask: 'feature', name, params });
        const timer = setTimeout(() => asked.stop('the question took too long'), patience);
        const watch = token.onCancellationRequested(() => asked.tell({ tell: 'cancelled', id }));
        try {
          return (await answer) as FeatureAnswer<Name>;
        } finally {
          clearTimeout(timer);
          watch.dispose();
        }
      },
      dispose: () => {
        isDisposed = true;
        thread.stop('another kernel was chosen');
      },
    };
  };
}

type Token = Parameters<Judge['ask']>[2];
