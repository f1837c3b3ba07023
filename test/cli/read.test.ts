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
