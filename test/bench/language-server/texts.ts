import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A document to drive a server with. */
export interface BenchText {
  readonly name: string;
  readonly languageId: string;
  readonly text: string;
  /** Zero-based place of a name that a hover tells of. */
  readonly hover: { readonly line: number; readonly character: number };
  /** Zero-based line in the middle of which is typed. */
  readonly typing: number;
}

function placeOf(text: string, word: string): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  return { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + 1 };
}

function bench(
  name: string,
  languageId: string,
  text: string,
  word: string,
  typed: string,
): BenchText {
  return { name, languageId, text, hover: placeOf(text, word), typing: placeOf(text, typed).line };
}

/** The example, with further hunks of leaf functions until it has about as many lines as asked for. */
export function patchOf(root: string, lines: number): BenchText {
  const example = readFileSync(join(root, 'examples/idle-loop.patch'), 'utf8');
  let text = example.slice(example.indexOf('diff --git'), example.indexOf('-- \n'));
  for (let index = 0; text.split('\n').length < lines; index += 1) {
    text +=
      `--- a/lib/example${index}.c\n+++ b/lib/example${index}.c\n` +
      `@@ -1,6 +1,7 @@ static int example_${index}(void)\n` +
      ` {\n \tint a = ${index};\n \n+\ta++;\n \treturn a;\n }\n \n`;
  }
  return bench(`patch of ${lines} lines`, 'diff', text, 'do_idle(void)', 'int a = 0;');
}

/** The diff of kernel/ between both trees, as `diff -ruNp` writes it; `undefined` without the trees. */
export function largePatch(): BenchText | undefined {
  const { LIVEPATCH_KERNEL_6_1: old, LIVEPATCH_KERNEL_6_12: new_ } = process.env;
  if (old === undefined || new_ === undefined || !existsSync(join(old, 'kernel'))) return undefined;
  const { stdout } = spawnSync('diff', ['-ruNp', join(old, 'kernel'), join(new_, 'kernel')], {
    maxBuffer: 1 << 28,
  });
  const text = stdout.toString().replaceAll(`${old}/`, 'a/').replaceAll(`${new_}/`, 'b/');
  const megabytes = (text.length / 2 ** 20).toFixed(1);
  return bench(`patch of ${megabytes} MB`, 'diff', text, 'do_idle(void)', '+# SPDX');
}

/** A shell script of functions, about as large as asked for (UTF-16 code units). */
export function scriptOf(name: string, size: number): BenchText {
  let text = '#!/bin/sh\nset -eu\n';
  for (let index = 0; text.length < size; index += 1) {
    text +=
      `example_${index}() {\n\tlocal_${index}=$1\n\tif [ "$local_${index}" -gt ${index} ]; then\n` +
      `\t\techo "value $local_${index}" | sed -e 's/value/number/'\n\tfi\n}\nexample_${index} ${index}\n`;
  }
  return bench(name, 'shellscript', text, 'example_0 0', 'local_0=$1');
}
