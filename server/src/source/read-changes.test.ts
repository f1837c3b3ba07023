import { describe, expect, test } from 'vitest';
import { wasmFiles } from '../main/node/assets.ts';
import { loadNativeCParser } from '../main/node/native-c-parser.ts';
import { loadWasmCParser } from '../main/wasm-c-parser.ts';
import { readPatch } from '../patch/read.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import { readChanges } from './read-changes.ts';

/** Every binding that loads here; all must give the same. */
const parsers = [await loadWasmCParser(wasmFiles()), await loadNativeCParser()].filter(
  (parser) => parser !== undefined,
);

async function check(
  answer: (parser: CParser) => string | Promise<string>,
  expected: string,
): Promise<void> {
  for (const parser of parsers) {
    expect(await answer(parser), parser.binding).toBe(expected.replace(/^\n/, '').trimEnd());
  }
}

function checkChanges(
  patch: string,
  expected: string,
  tree?: Readonly<Record<string, string>>,
): Promise<void> {
  return check(async (parser) => {
    const files = tree === undefined ? undefined : memoryTree(tree);
    const { functions, problems } = await readChanges(parser, readPatch(patch), files);
    return [
      ...functions.map((found) => {
        const sites = found.sites.map(
          ({ lineRange, nameRange }) =>
            `${lineRange.start.line + 1}${nameRange === undefined ? '' : `(name ${nameRange.start.line + 1}:${nameRange.start.character})`}`,
        );
        return `${found.change} ${found.name} ${found.file} ${found.confidence} ${sites.join(' ')}`;
      }),
      ...problems.map((problem) => `${problem.code} ${problem.range.start.line + 1}`),
    ].join('\n');
  }, expected);
}

function memoryTree(files: Readonly<Record<string, string>>): FileTree {
  return {
    read: async (path) => {
      const text = files[path];
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    stat: async () => undefined,
    list: async () => [],
  };
}

describe('changed functions from the patch alone', () => {
  test('inside, at the end, new, removed, and outside', () =>
    checkChanges(
      `--- a/kernel/a.c
+++ b/kernel/a.c
@@ -10,6 +10,7 @@ static int first(struct thing *t, stru
 	if (t) {
 		one();
+		more();
 	}
 	return 0;
 }

@@ -30,9 +31,12 @@ static int second(void)
 }

+static noinline int third(void)
+{
+	return 3;
+}
-static int fourth(void)
-{
-	return 4;
-}
+
 static int fifth(void)
 {
+	five();
 	return 5;
@@ -60,4 +64,5 @@ some_label:
 	one();
+	in_an_unnamed_function();
 	two();
 	three();
 }
@@ -80,3 +85,4 @@ static int sixth(void)
 };
 static const struct table table = {
+	.field = 1,
 };
`,
      `
modified first kernel/a.c guessed 6(name 3:29)
removed fourth kernel/a.c recovered 18(name 18:12)
added third kernel/a.c recovered 14(name 14:21)
modified fifth kernel/a.c recovered 25(name 23:12)
unnamed-function 27`,
    ));
});

const before = `#include <linux/a.h>

int first(int x)
{
	return x;
}

SYSCALL_DEFINE1(second, int, x)
{
	one();
	two();
	return 0;
}
`;

const unnamedHunk = `--- a/kernel/a.c
+++ b/kernel/a.c
@@ -9,3 +9,4 @@
 	one();
+	more();
 	two();
 	return 0;
`;

test('a function that nothing names is said to be unknown, and found in the tree', async () => {
  await checkChanges(unnamedHunk, 'unnamed-function 3');
  await checkChanges(unnamedHunk.replace('more();', ''), '');
  await checkChanges(unnamedHunk.replace('-9,3 +9,4', '-1,3 +1,4'), '');
  await checkChanges(unnamedHunk, 'modified __do_sys_second kernel/a.c certain 5', {
    'kernel/a.c': before,
  });
  await checkChanges(unnamedHunk, 'does-not-apply 3\nunnamed-function 3', {
    'kernel/a.c': 'int x;\n',
  });
});

describe('changed functions with a tree', () => {
  test('the tree names the function, with offset and whatever the header says', () =>
    checkChanges(
      `--- a/kernel/a.c
+++ b/kernel/a.c
@@ -108,4 +108,5 @@ wrong_name(void)
 {
 	one();
+	more();
 	two();
 	return 0;
`,
      'modified __do_sys_second kernel/a.c certain 6',
      { 'kernel/a.c': before },
    ));

  test('moved, renamed, only a comment, and a patch that the tree has already', async () => {
    const body = '\tint sum = 0;\n\n\tsum += one();\n\tsum += two();\n\treturn sum;\n';
    const file = `int moved(void)\n{\n${body}}\n\nint stays(void)\n{\n\treturn 1;\n}\n`;
    const marked = (mark: string, text: string): string =>
      text.replace(/\n$/, '').replace(/^/gm, mark);
    const whole = `int moved(void)\n{\n${body}}\n\n`;
    const move = `--- a/m.c
+++ b/m.c
@@ -1,14 +1,14 @@
${marked('-', whole)}
 int stays(void)
 {
 	return 1;
 }
+
${marked('+', `int moved(void)\n{\n${body}}\n`)}
`;
    await checkChanges(move, 'moved moved m.c certain 4(name 4:5)', { 'm.c': file });
    await checkChanges(
      move.replace('+int moved', '+int other'),
      'renamed other m.c certain 4(name 4:5) 18(name 18:5)',
      { 'm.c': file },
    );
    const applied = file.replace('return 1', 'return 2');
    const change = `--- a/m.c
+++ b/m.c
@@ -12,3 +12,3 @@ int stays(void)
 {
-	return 1;
+	return 2;
 }
`;
    await checkChanges(change, 'modified stays m.c certain 5(name 3:22)', { 'm.c': file });
    await checkChanges(change, 'modified stays m.c certain 5(name 3:22)\nalready-applied 1', {
      'm.c': applied,
    });
  });

  test('macros, types, variables, initialisers, statics and headers are told apart', () =>
    check(
      async (parser) => {
        const tree = memoryTree({
          'k.h': '#define SIZE 1\nstruct a {\n\tint b;\n};\n',
          'k.c': '#include <a.h>\nstatic int count = 1;\nvoid f(void)\n{\n\tg();\n}\n',
        });
        const patch = `--- a/k.h
+++ b/k.h
@@ -1,4 +1,5 @@
-#define SIZE 1
+#define SIZE 2
 struct a {
 	int b;
+	int c;
 };
--- a/k.c
+++ b/k.c
@@ -1,6 +1,9 @@
 #include <a.h>
-static int count = 1;
+#include "b.h"
+static int count = 2;
+static long other;
 void f(void)
 {
+	static bool once;
 	g();
 }
`;
        const { functions, items } = await readChanges(parser, readPatch(patch), tree);
        return [
          ...items.map(
            ({ kind, name, file, change, ranges }) =>
              `${kind} ${name} ${file} ${change} ${ranges.map(({ start }) => start.line + 1)}`,
          ),
          ...functions.map(({ name }) => name),
        ].join('\n');
      },
      `
header k.h k.h modified 1
macro SIZE k.h modified 4,5
type a k.h modified 8
initialiser count k.c modified 14,16
include "b.h" k.c added 15
variable other k.c added 17
static once k.c added 20
f`,
    ));

  test('a path with more directories than the tree is found all the same', () =>
    checkChanges(
      '--- linux/kernel/a.c~name\n+++ linux/kernel/a.c\n@@ -3,4 +3,4 @@\n int first(int x)\n {\n-\treturn x;\n+\treturn 1;\n }\n',
      'modified first kernel/a.c certain 6(name 4:5)',
      { 'kernel/a.c': before },
    ));

  test('a hunk that does not fit is named and read by itself', () =>
    checkChanges(
      `--- a/kernel/a.c
+++ b/kernel/a.c
@@ -3,3 +3,3 @@ int first(int x)
 {
-	return y;
+	return x + 1;
 }
--- a/kernel/none.c
+++ b/kernel/none.c
@@ -3,3 +3,3 @@ int other(int x)
 	one();
-	return y;
+	return x + 1;
 }
`,
      `
modified first kernel/a.c guessed 5(name 3:20)
modified other kernel/none.c guessed 12(name 10:20)
does-not-apply 3
not-in-tree 8`,
      { 'kernel/a.c': before },
    ));
});
