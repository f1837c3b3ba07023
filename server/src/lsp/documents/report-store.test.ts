import { expect, test } from 'vitest';
import { fakeAnalysis } from '../testing/fake-analysis.ts';
import { LineDocument } from './line-document.ts';
import { ReportStore } from './report-store.ts';

const uri = 'file:///a';

function documentOf(text: string, version: number, languageId = 'diff'): LineDocument {
  return LineDocument.of({ uri, languageId, version, text });
}

/** An analysis that answers when told to, and the first lines of what it was asked. */
function heldAnalysis(): { asked: string[]; release: () => void; store: ReportStore } {
  const asked: string[] = [];
  let held: (() => void)[] = [];
  const store = new ReportStore({
    ...fakeAnalysis,
    patch: async (document, course) => {
      asked.push(document.messages[0]?.headers?.subject ?? '');
      await new Promise<void>((resolve) => held.push(resolve));
      await course.pace.breathe();
      return fakeAnalysis.patch(document, course);
    },
  });
  const release = (): void => {
    const now = held;
    held = [];
    for (const answer of now) answer();
  };
  return { asked, release, store };
}

const mail = (subject: string): string =>
  `From: A <a@example.org>\nDate: Sun, 22 Nov 2026 16:43:39 +0000\nSubject: ${subject}\n\nText.\n`;

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

test('versions in between are not judged, and everybody who asked is answered with the newest', async () => {
  const { asked, release, store } = heldAnalysis();
  store.put(documentOf(mail('one'), 1));
  const answers = [store.judged(uri)];
  await settled();
  for (const [version, text] of [
    [2, 'two'],
    [3, 'three'],
    [4, 'four'],
  ] as const) {
    store.put(documentOf(mail(text), version));
  }
  answers.push(store.judged(uri));
  release();
  await settled();
  release();
  const versions = (await Promise.all(answers)).map((one) => one?.document.version);
  expect(versions).toEqual([4, 4]);
  expect(asked).toEqual(['one', 'four']);
});

test('one version is judged once, however many ask', async () => {
  const { asked, release, store } = heldAnalysis();
  store.put(documentOf(mail('one'), 1));
  const answers = [store.judged(uri), store.judged(uri)];
  await settled();
  release();
  await Promise.all(answers);
  expect(asked).toEqual(['one']);
});

test('a document that is closed meanwhile has no report, and nobody waits for it', async () => {
  const { release, store } = heldAnalysis();
  store.put(documentOf(mail('one'), 1));
  const answer = store.judged(uri);
  await settled();
  store.forget(uri);
  release();
  expect(await answer).toBeUndefined();
});

test('of a large document there is a first part', async () => {
  let finish: () => void = () => {};
  const store = new ReportStore({
    ...fakeAnalysis,
    patch: async (document, course) => {
      const report = await fakeAnalysis.patch(document, course);
      course.part({ ...report, findings: [] });
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return report;
    },
  });
  store.put(documentOf('nothing', 1));
  const first = await store.soFar(uri, 1);
  expect([first?.isComplete, first?.report.findings.length]).toEqual([false, 0]);
  const whole = store.judged(uri);
  finish();
  expect((await whole)?.report.findings).toHaveLength(1);
});

test('other languages are not judged', async () => {
  const { store } = heldAnalysis();
  store.put(documentOf('', 1, 'python'));
  expect(await store.judged(uri)).toBeUndefined();
});
