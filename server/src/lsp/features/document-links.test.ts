import { expect, test } from 'vitest';
import { LineDocument } from '../documents/line-document.ts';
import { idlePatch } from '../testing/marked-document.ts';
import { treePlaces } from '../tree-places.ts';
import { documentLinks } from './document-links.ts';

const address = 'https://example.org/{commit}';

function check(text: string, tree: string | undefined, commits = address): string[] {
  const document = LineDocument.of({ uri: 'file:///a.eml', languageId: 'eml', version: 1, text });
  return documentLinks(document, treePlaces(tree), commits).map(
    ({ range: { start, end }, target }) =>
      `${document.line(start.line).slice(start.character, end.character)} -> ${target}`,
  );
}

const mail = (text: string): string =>
  `From 1111111111aaaaaaaaaa1111111111aaaaaaaaaa Mon Sep 17 00:00:00 2001
From: A <a@example.org>
Message-ID: <20261122abcdef123456@example.org>
Subject: [PATCH] sched: idle

${text}
---
diff --git a/kernel/sched/idle.c b/kernel/sched/idle.c
index 0123456789ab..ba9876543210 100644
${idlePatch}`;

test('paths lead into the tree', () => {
  expect(check(mail('Nothing.'), '/src/linux')).toEqual([
    'kernel/sched/idle.c -> file:///src/linux/kernel/sched/idle.c',
    'kernel/sched/idle.c -> file:///src/linux/kernel/sched/idle.c',
    'kernel/sched/idle.c -> file:///src/linux/kernel/sched/idle.c',
    'kernel/sched/idle.c -> file:///src/linux/kernel/sched/idle.c',
  ]);
});

test.each([
  ['Fixes: 0123456789ab ("sched: x")', '0123456789ab'],
  ['This reverts commit 0123456789abcdef0123456789abcdef01234567.', undefined],
  ['see commit deadbeef0123, and others', 'deadbeef0123'],
  ['only digits 123456789012 or words decadefaceff', undefined],
  ['too short: abc123', undefined],
  ['https://example.org/0123456789ab', undefined],
])('commits in prose: %s', (text, id) => {
  const whole = /[0-9a-f]{40}/.exec(text)?.[0] ?? id;
  const links = whole === undefined ? [] : [`${whole} -> https://example.org/${whole}`];
  expect(check(mail(text), undefined)).toEqual(links);
});

test.each(['', 'no address', 'https://example.org/'])('%j is no address for commits', (commits) => {
  expect(check(mail('Fixes: 0123456789ab'), undefined, commits)).toEqual([]);
});
