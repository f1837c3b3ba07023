import { expect, test } from 'vitest';
import { readPatch } from './read.ts';
import { describeDocument } from './testing/describe-document.ts';

function check(text: string, expected: string): void {
  expect(describeDocument(readPatch(text))).toBe(expected.replace(/^\n/, '').trimEnd());
}

test('a unified diff with timestamps', () => {
  check(
    `diff -Nupr src.orig/fs/aio.c src/fs/aio.c
--- src.orig/fs/aio.c	2023-01-12 11:20:07.273711091 -0500
+++ src/fs/aio.c	2023-01-12 11:20:38.033893471 -0500
@@ -5,4 +5,4 @@ int aio_setup(void)
 	one();
-	two();
+	three();
 

 	four();
`.replace('\n\n \tfour', '\n \tfour'),
    `
diff
  modified fs/aio.c -> fs/aio.c +1 -1
    @@ 5,4 5,4 | int aio_setup(void) | certain
      5:1 context 5 5 |	one();
      6:1 removed 6 - |	two();
      7:1 added - 6 |	three();
      8:1 context 7 7 |
      9:1 context 8 8 |	four();`,
  );
});

test('a git diff: added, deleted, renamed, mode, binary, no newline', () => {
  check(
    `diff --git a/new.c b/new.c
new file mode 100644
index 000000000000..1234567
--- /dev/null
+++ b/new.c
@@ -0,0 +1 @@
+int x;
\\ No newline at end of file
diff --git a/gone.c b/gone.c
deleted file mode 100644
--- a/gone.c
+++ /dev/null
@@ -1 +0,0 @@
-int y;
diff --git a/old name.c b/dir/new name.c
similarity index 100%
rename from old name.c
rename to dir/new name.c
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git "a/\\303\\244.bin" "b/\\303\\244.bin"
index 1234567..7654321 100644
Binary files "a/\\303\\244.bin" and "b/\\303\\244.bin" differ
`,
    `
diff
  added undefined -> new.c +1 -0
    @@ 0,0 1,1 | certain
      7:1 added - 1 |int x;
      8:1 no-newline - - | No newline at end of file
  deleted gone.c -> undefined +0 -1
    @@ 1,1 0,0 | certain
      14:1 removed 1 - |int y;
  renamed old name.c -> dir/new name.c +0 -0
  mode run.sh -> run.sh +0 -0
  binary ä.bin -> ä.bin +0 -0`,
  );
});

test('a mail of git format-patch', () => {
  check(
    `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Wed, 6 May 2020 14:30:57 +0100
Subject: [PATCH v2 3/7] sched: a subject that
 is folded

A text with a --- line and - an item.

Signed-off-by: A Developer <dev@example.org>
---
 kernel/sched/idle.c | 1 +
 1 file changed, 1 insertion(+)

diff --git a/kernel/sched/idle.c b/kernel/sched/idle.c
--- a/kernel/sched/idle.c
+++ b/kernel/sched/idle.c
@@ -1,2 +1,3 @@
 one
+two
 three
-- 
2.39.0
`,
    `
format-patch v2 3/7 [PATCH v2 3/7] sched: a subject that is folded
  modified kernel/sched/idle.c -> kernel/sched/idle.c +1 -0
    @@ 1,2 1,3 | certain
      18:1 context 1 1 |one
      19:1 added - 2 |two
      20:1 context 2 3 |three`,
  );
});

test('wrong counts are counted again', () => {
  check(
    `--- a/x.c
+++ b/x.c
@@ -1,9 +1,9 @@
 one
-two
@@ -20,1 +20,1 @@
 three
+four
 five
@@ -40,2 +40,2 @@
 six
`,
    `
diff
  modified x.c -> x.c +1 -1
    @@ 1,9 1,9 | recovered
      4:1 context 1 1 |one
      5:1 removed 2 - |two
    @@ 20,1 20,1 | recovered
      7:1 context 20 20 |three
      8:1 added - 21 |four
      9:1 context 21 22 |five
    @@ 40,2 40,2 | fragment | recovered
      11:1 context 40 40 |six
warning hunk-count at line 6
warning hunk-count at line 10
warning hunk-cut at line 12`,
  );
});

test('a hunk without a file is named and read', () => {
  check(
    '@@ -1 +1 @@\n-a\n+b\n',
    `
diff
  modified undefined -> undefined +1 -1
    @@ 1,1 1,1 | certain
      2:1 removed 1 - |a
      3:1 added - 1 |b
error hunk-outside-file at line 1`,
  );
});

test('a document with CRLF is read as one without; a file with CRLF keeps it', () => {
  const lines = ['--- a/x.c', '+++ b/x.c', '@@ -1,2 +1,2 @@ f(void)', ' one', '-two', '+three', ''];
  const texts = (text: string): readonly string[] =>
    readPatch(text).messages.flatMap((message) =>
      message.files.flatMap((file) =>
        file.hunks.flatMap((hunk) => hunk.lines.map((line) => line.text)),
      ),
    );
  expect(texts(lines.join('\r\n'))).toEqual(['one', 'two', 'three']);
  const ofDos = lines.map((line, index) => (index > 2 && line !== '' ? `${line}\r` : line));
  expect(texts(ofDos.join('\n'))).toEqual(['one\r', 'two\r', 'three\r']);
});

test('a git header that stands there over and over is one', () => {
  check(
    `${'diff --git a/x.c b/x.c\n'.repeat(1000)}--- a/x.c
+++ b/x.c
@@ -1 +1 @@
-a
+b
`,
    `
diff
  modified x.c -> x.c +1 -1
    @@ 1,1 1,1 | certain
      1004:1 removed 1 - |a
      1005:1 added - 1 |b`,
  );
});

test('a combined diff', () => {
  check(
    `diff --cc kernel/x.c
index 1234567,89abcde..0123456
--- a/kernel/x.c
+++ b/kernel/x.c
@@@ -5,4 -7,3 +9,4 @@@ int f(void)
  \tone();
- \ttwo();
 -\tthree();
++\tfour();
 +\tfive();
  \tsix();
`,
    `
diff
  modified kernel/x.c -> kernel/x.c +2 -2
    @@ 5,4 9,4 | int f(void) | certain
      6:2 context 5 9 |\tone();
      7:2 removed 6 - |\ttwo();
      8:2 removed - - |\tthree();
      9:2 added - 10 |\tfour();
      10:2 added 7 11 |\tfive();
      11:2 context 8 12 |\tsix();`,
  );
});

test.each([
  ['', 'empty'],
  ['\n', 'no-patch'],
  ['just some words\nand more\n', 'no-patch'],
  ['\u007fELF\u0000\u0000\u0001', 'binary-data'],
])('%j holds no patch: %s', (text, code) => {
  expect(readPatch(text).problems.map((problem) => problem.code)).toEqual([code]);
});
