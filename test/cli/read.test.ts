import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess } from './run.ts';

const patch = `--- a/kernel/x.c
+++ b/kernel/x.c
@@ -10,3 +10,4 @@ static int first(struct thing *t)
 	one();
+	two();
 	three();
`;

test('what was read, as text', async () => {
  const { out, errors, code } = await runInProcess(['read', 'x.patch'], { 'x.patch': patch });
  expect(code).toBe(0);
  expect(errors).toBe('');
  expect(out).toBe(`x.patch
  diff, lines 1-7
    kernel/x.c  modified, +1 -0
      hunk -10,3 +10,4, lines 3-6, fragment, recovered, in static int
      first(struct thing *t)

  Changed functions
    first  kernel/x.c  modified, guessed
      The hunk header at line 3 of the patch names it as the function before the
      changed lines; the function itself is not in the patch.

  Problems
    7:1 warning hunk-cut: The hunk header counts 3 old and 4 new lines, but the
    hunk ends before this line, after 2 old and 3 new lines; it is read as a
    fragment.
`);
});

test('what was read, as JSON', async () => {
  const { out, code } = await runInProcess(['read', '--format', 'json', 'x.patch'], {
    'x.patch': patch,
  });
  expect(code).toBe(0);
  const { version, documents } = JSON.parse(out);
  expect(version).toBe(1);
  expect(documents[0].messages[0].files[0]).toMatchObject({ newPath: 'kernel/x.c', added: 1 });
  expect(documents[0].functions[0]).toMatchObject({
    name: 'first',
    confidence: 'guessed',
    sites: [{ name: { start: { line: 3, column: 30 }, end: { line: 3, column: 35 } } }],
  });
  expect(documents[0].problems[0].range.start).toEqual({ line: 7, column: 1 });
});

test('a file without a patch is an input error, and the others are read all the same', async () => {
  const files = { 'x.patch': patch, 'words.txt': 'some words\n' };
  const { out, code } = await runInProcess(['read', 'words.txt', 'x.patch'], files);
  expect(code).toBe(2);
  expect(out).toContain('no-patch');
  expect(out).toContain('first  kernel/x.c');
});

const mail = (
  number: number,
  from: string,
  to: string,
): string => `From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: A <a@b.c>
Date: Thu, 1 Jan 1970 00:00:00 +0000
Subject: [PATCH v2 ${number}/2] x

--- a/kernel/livepatch/x.c
+++ b/kernel/livepatch/x.c
@@ -1,4 +1,4 @@
 int f(void)
 {
-	return ${from};
+	return ${to};
 }
`;

test('a series over several files applies in its order, and so does a quilt series', async () => {
  const tree = await mkdtemp(join(tmpdir(), 'livepatch-read-'));
  try {
    await mkdir(join(tree, 'kernel/livepatch'), { recursive: true });
    await writeFile(join(tree, 'kernel/livepatch/x.c'), 'int f(void)\n{\n\treturn 0;\n}\n');
    const files = {
      'second.patch': mail(2, '1', '2'),
      'first.patch': mail(1, '0', '1'),
      'patches/one.diff': mail(1, '0', '1').replace('1/2', 'x'),
      'patches/two.diff': mail(2, '1', '2').replace('2/2', 'x'),
      'patches/series': 'one.diff\ntwo.diff -p1 # last\n',
    };
    for (const inputs of [['second.patch', 'first.patch'], ['patches/series']]) {
      const run = await runInProcess(['read', '--kernel', tree, ...inputs], files);
      expect(run.errors).toBe('');
      expect(run.out).not.toContain('does-not-apply');
      expect(run.out.match(/f {2}kernel\/livepatch\/x\.c {2}modified, certain/g)).toHaveLength(2);
      expect(run.code).toBe(0);
    }
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
});
