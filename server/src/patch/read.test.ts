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

test('a review reply: fragments, cuts, squeezed white space, text between the lines', () => {
  check(
    `Re: [PATCH v3 4/9] example: change something

From: A Reviewer
Date: Fri Jan 06 2017 - 16:01:35 EST

> On Thu, A Developer wrote:
> > +void added_function(void)
> > +{
> > + first();
>
> Why first?

Because.

- an item
- another

> > + last();
> > +}
>
> [...]
>
> > --- a/kernel/a.c
> > +++ b/kernel/a.c
> > @@ -10,6 +10,7 @@ static void changed(void)
> > context();
> >
> > + if (x)
> > }
>
> Why? I would write
>
> + /*
> + * A reason
> + */
> + if (y) {
> + z();
> + }
>
> - a point
> - another point
`,
    `
reply v3 4/9 Re: [PATCH v3 4/9] example: change something
  modified undefined -> undefined +5 -0
    @@ no place | fragment | recovered
      7:5 added - - |void added_function(void)
      8:5 added - - |{
      9:5 added - - | first();
      18:5 added - - | last();
      19:5 added - - |}
  modified kernel/a.c -> kernel/a.c +1 -0
    @@ 10,6 10,7 | static void changed(void) | fragment | recovered
      26:4 context 10 10 |context();
      27:3 context 11 11 |
      28:5 added - 12 | if (x)
      29:4 context 12 13 |}
  modified undefined -> undefined +6 -0
    @@ no place | fragment | recovered
      33:3 added - - | /*
      34:3 added - - | * A reason
      35:3 added - - | */
      36:3 added - - | if (y) {
      37:3 added - - | z();
      38:3 added - - | }
information hunk-cut at line 25`,
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

/** The paths that are read of a file header, whatever its style. */
function checkPaths(header: string, expected: string): void {
  const { messages, problems } = readPatch(`${header}\n@@ -1 +1 @@\n-a\n+b\n`);
  const files = messages.flatMap((message) => message.files);
  const paths = files.map(({ change, oldPath, newPath }) => `${change} ${oldPath} ${newPath}`);
  expect([...paths, ...problems.map((problem) => problem.code)].join('\n')).toBe(expected);
}

test.each([
  ['--- a/kernel/x.c\n+++ b/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- kernel/x.c\n+++ kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- i/kernel/x.c\n+++ w/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- linux-6.1.orig/kernel/x.c\n+++ linux-6.1/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- kernel/x.c.orig\n+++ kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  [
    '--- linux/kernel/x.c~a-name\t2020-01-01 00:00:00.000000000 +0000\n+++ linux/kernel/x.c\t2020-01-01 00:00:01',
    'modified linux/kernel/x.c linux/kernel/x.c',
  ],
  [
    'Index: kernel/x.c\n===================\n--- kernel/x.c\t(revision 1)\n+++ kernel/x.c\t(working copy)',
    'modified kernel/x.c kernel/x.c',
  ],
  ['Index: linux/x.c\n====\n--- linux.orig/x.c\n+++ linux/x.c', 'modified x.c x.c'],
  [
    '--- a/x.c\t1970-01-01 01:00:00.000000000 +0100\n+++ b/x.c\t2020-01-01 00:00:00 +0000',
    'added undefined x.c',
  ],
  ['--- "a/\\303\\244 x.c"\n+++ "b/\\303\\244 x.c"', 'modified ä x.c ä x.c'],
  ['diff --git a/x y.c b/x y.c\n--- a/x y.c\n+++ b/x y.c', 'modified x y.c x y.c'],
  ['diff --git x.c x.c\n--- x.c\n+++ x.c', 'modified x.c x.c'],
  [
    'diff --git a/x.c b/y.c\nsimilarity index 90%\nrename from x.c\nrename to y.c\n--- a/x.c\n+++ b/y.c',
    'renamed x.c y.c',
  ],
  ['diff --git a/x.c b/x.c\n--- a/z.c\n+++ b/x.c', 'modified x.c x.c\nfile-header'],
  ['diff -u -r1.1 x.c\n--- x.c\r\n+++ x.c\r', 'modified x.c x.c'],
])('the header %j', checkPaths);

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

test('lines that a mailer broke, quoted or not', () => {
  check(
    `--- a/x.c
+++ b/x.c
@@ -1,2 +1,3 @@
 one
+a line that is so long that the mailer of its author broke it, which
no patch program can bear
 two
`,
    `
diff
  modified x.c -> x.c +1 -0
    @@ 1,2 1,3 | recovered
      4:1 context 1 1 |one
      5:1 added - 2 |a line that is so long that the mailer of its author broke it, which no patch program can bear
      7:1 context 2 3 |two
warning line-wrapped at line 6`,
  );
  check(
    `> --- a/x.c
> +++ b/x.c
> @@ -1,2 +1,3 @@
>  one
> +a line that is so long that the mailer of the reviewer broke it,
which is worse
>  two
`,
    `
reply
  modified x.c -> x.c +1 -0
    @@ 1,2 1,3 | recovered
      4:3 context 1 1 |one
      5:3 added - 2 |a line that is so long that the mailer of the reviewer broke it, which is worse
      7:3 context 2 3 |two
information line-wrapped at line 6`,
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
