import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fakeJudge } from '../testing/fake-judge.ts';
import { ReportStore } from './report-store.ts';

/** A judge that answers when told to, and what it was asked. */
function heldJudge(): { asked: string[]; release: () => void; store: ReportStore } {
  const asked: string[] = [];
  let held: (() => void)[] = [];
  const store = new ReportStore();
  store.useJudge(
    Promise.resolve({
      ...fakeJudge,
      patch: async (text: string) => {
        asked.push(text);
        await new Promise<void>((resolve) => held.push(resolve));
        return fakeJudge.patch(text);
      },
    }),
  );
  const release = (): void => {
    const now = held;
    held = [];
    for (const answer of now) answer();
  };
  return { asked, release, store };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function type(document: TextDocument, text: string, version: number): void {
  TextDocument.update(document, [{ text }], version);
}

test('versions in between are not judged, and everybody who asked is answered', async () => {
  const { asked, release, store } = heldJudge();
  const document = TextDocument.create('file:///a', 'diff', 1, 'one');
  const answers = [store.judged(document)];
  await settled();
  for (const [version, text] of [
    [2, 'two'],
    [3, 'three'],
    [4, 'four'],
  ] as const) {
    type(document, text, version);
    answers.push(store.judged(document));
  }
  await settled();
  release();
  await settled();
  release();
  const versions = (await Promise.all(answers)).map((one) => one?.version);
  expect(versions).toEqual([1, 4, 4, 4]);
  expect(asked).toEqual(['one', 'four']);
});

test('a version that nobody asked for does not hold up the one before it', async () => {
  const { asked, release, store } = heldJudge();
  const document = TextDocument.create('file:///a', 'diff', 1, 'one');
  const first = store.judged(document);
  await settled();
  type(document, 'two', 2);
  const second = store.judged(document);
  type(document, 'three', 3);
  release();
  await settled();
  release();
  expect([(await first)?.version, (await second)?.version]).toEqual([1, 3]);
  expect(asked).toEqual(['one', 'three']);
});

test('one version is judged once, however many ask', async () => {
  const { asked, release, store } = heldJudge();
  const document = TextDocument.create('file:///a', 'diff', 1, 'one');
  const answers = [store.judged(document), store.judged(document)];
  await settled();
  release();
  await Promise.all(answers);
  expect(asked).toEqual(['one']);
});

test('other languages are not judged', async () => {
  const { store } = heldJudge();
  expect(await store.judged(TextDocument.create('file:///a', 'python', 1, ''))).toBeUndefined();
});
