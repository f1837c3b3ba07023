import { expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver';
import { readPatch } from '../../patch/read.ts';
import { idlePatch } from '../testing/marked-document.ts';
import { outline } from './outline.ts';

function show(symbol: DocumentSymbol, depth: number): string {
  const { start, end } = symbol.range;
  const line = `${'  '.repeat(depth)}${symbol.name} [${symbol.detail}] ${start.line + 1}-${end.line + 1}`;
  return [line, ...(symbol.children ?? []).map((child) => show(child, depth + 1))].join('\n');
}

function check(text: string): string {
  return outline(readPatch(text), new Map())
    .map((symbol) => show(symbol, 0))
    .join('\n');
}

const mail = (
  number: number,
): string => `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: A <a@example.org>
Date: Sun, 22 Nov 2026 16:43:39 +0000
Subject: [PATCH v2 ${number}/2] sched: part ${number}

---
${idlePatch}-- 
2.39.5

`;

test('a bare diff begins at its files', () => {
  expect(check(idlePatch)).toMatchInlineSnapshot(`
    "kernel/sched/idle.c [+1 −0] 1-10
      do_idle [] 3-10
        -279,6 +284,7 [static void do_idle(void)] 3-10"
  `);
});

test('a series: mail, file, hunk', () => {
  expect(check(mail(1) + mail(2))).toMatchInlineSnapshot(`
    "[PATCH v2 1/2] sched: part 1 [1/2] 1-19
      kernel/sched/idle.c [+1 −0] 7-16
        do_idle [] 9-16
          -279,6 +284,7 [static void do_idle(void)] 9-16
    [PATCH v2 2/2] sched: part 2 [2/2] 20-39
      kernel/sched/idle.c [+1 −0] 26-35
        do_idle [] 28-35
          -279,6 +284,7 [static void do_idle(void)] 28-35"
  `);
});

test('functions are those that were judged, hunks of one below it', () => {
  const again = idlePatch.slice(idlePatch.indexOf('@@')).replace('-279,6 +284,7', '-379,6 +384,7');
  const judged = new Map([
    [2, ['before_idle', 'do_idle']],
    [10, ['do_idle']],
  ]);
  const shown = outline(readPatch(idlePatch + again), judged).map((symbol) => show(symbol, 0));
  expect(shown.join('\n')).toMatchInlineSnapshot(`
    "kernel/sched/idle.c [+2 −0] 1-18
      before_idle [] 3-10
        -279,6 +284,7 [static void do_idle(void)] 3-10
      do_idle [2 hunks] 3-18
        -279,6 +284,7 [static void do_idle(void)] 3-10
        -379,6 +384,7 [static void do_idle(void)] 11-18"
  `);
});

test.each(['', '\u0000\u0001', '@@ -1 +1 @@\n'])('%j has an outline, be it empty', (text) => {
  expect(() => check(text)).not.toThrow();
});

test('every selection lies in its symbol, as clients insist', () => {
  const inside = ({ range, selectionRange, children }: DocumentSymbol): boolean =>
    range.start.line <= selectionRange.start.line &&
    selectionRange.end.line <= range.end.line &&
    (children ?? []).every(inside);
  expect(outline(readPatch(mail(1) + mail(2)), new Map()).every(inside)).toBe(true);
});
