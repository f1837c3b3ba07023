import { expect, test } from 'vitest';
import { silentLogger } from '../ports/logger.ts';
import type { ServerStatus } from '../protocol/status.ts';
import type { KernelChoice } from './analysis.ts';
import { clientFeatures } from './client-features.ts';
import { DocumentJudge } from './document-judge.ts';
import type { Judge } from './judge.ts';
import { KernelSession } from './kernel-session.ts';
import { readSettings } from './settings.ts';
import { fakeAnalysis } from './testing/fake-analysis.ts';

const { settings } = readSettings(undefined);
const context = {
  logger: silentLogger,
  client: clientFeatures({ processId: null, rootUri: null, capabilities: {} }),
  circumstances: () => ({ settings, baselines: [], folders: [] }),
};

const bundled = { tree: undefined, release: undefined };
const tree = { tree: '/src', release: undefined };

interface Told {
  readonly session: KernelSession;
  readonly statuses: readonly string[];
  readonly opened: readonly string[];
  /** The tree changes. */
  readonly change: () => void;
}

function say(status: ServerStatus): string {
  if (status.state === 'ready') return `ready ${status.kernel}${status.problem ?? ''}`;
  return status.state;
}

/** A session whose judges are called by how many were opened; `open` may refuse. */
function start(open: (choice: KernelChoice, count: number) => Promise<void>): Told {
  const statuses: string[] = [];
  const opened: string[] = [];
  let changed = (): void => {};
  const host = {
    logger: silentLogger,
    watchTree: (_: string, listener: () => void) => {
      changed = listener;
      return { dispose: () => {} };
    },
    open: async (choice: KernelChoice): Promise<Judge> => {
      opened.push(`${choice.tree ?? 'facts'}${choice.asKept === true ? ' as kept' : ''}`);
      const count = opened.length;
      await open(choice, count);
      return new DocumentJudge({ ...fakeAnalysis, kernel: `${count}` }, context);
    },
  };
  const session = new KernelSession(host, {
    judgeChanged: () => {},
    statusChanged: (status) => statuses.push(say(status)),
  });
  return { session, statuses, opened, change: () => changed() };
}

const settled = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('a tree that changes is read once more when it is quiet', async () => {
  const { session, statuses, opened, change } = start(async () => {});
  session.choose(tree);
  await settled();
  change();
  change();
  await settled(1700);
  expect(opened).toEqual(['/src', '/src as kept', '/src']);
  expect(statuses.at(-1)).toBe('ready 3');
  session.dispose();
});

const notKept = async ({ asKept }: KernelChoice): Promise<void> => {
  if (asKept === true) throw new Error('nothing is kept');
};

test('what was kept of a tree answers until the tree was read, and facts where nothing was', async () => {
  const read: (() => void)[] = [];
  const slowly = ({ tree: path, asKept }: KernelChoice): Promise<void> =>
    path === undefined || asKept === true
      ? Promise.resolve()
      : new Promise((resolve) => read.push(resolve));
  const kept = start(slowly);
  kept.session.choose(tree);
  await settled();
  expect(kept.statuses.at(-1)).toBe('opening');
  read[0]?.();
  await settled();
  expect(kept.statuses.at(-1)).toBe('ready 1');
  kept.session.dispose();
  const { session, opened } = start(notKept);
  session.choose(tree);
  await settled();
  expect(opened).toEqual(['/src', '/src as kept', 'facts']);
  session.dispose();
});

test('a comparison that fails leaves what was kept, and says why', async () => {
  const { session, statuses } = start(async ({ tree: path, asKept }) => {
    if (path !== undefined && asKept !== true) throw new Error(': called off');
  });
  session.choose(tree);
  await settled();
  expect(statuses.at(-1)).toBe('ready 2: called off');
  session.dispose();
});

test('a reading that is called off leaves what there was, and the choice can be made again', async () => {
  const { session, statuses, opened } = start(async (choice, count) => {
    if (choice.tree !== undefined && count < 3) throw new Error(': called off');
  });
  session.choose(tree);
  await settled();
  expect(statuses.at(-1)).toBe('ready 3: called off');
  session.choose(tree);
  await settled();
  expect(statuses.at(-1)).toBe('ready 4');
  session.choose(tree);
  await settled();
  expect(opened).toHaveLength(5);
  session.dispose();
});

test('what is used already is not opened again', async () => {
  const { session, opened } = start(async () => {});
  session.choose(bundled);
  await settled();
  session.choose({ ...bundled });
  await settled();
  expect(opened).toEqual(['facts']);
  session.dispose();
});
