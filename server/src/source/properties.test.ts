import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadWasmCParser } from '../main/wasm-c-parser.ts';
import { readPatch } from '../patch/read.ts';
import { klpFunctions } from './klp-functions.ts';
import { prepare } from './prepare.ts';
import { readChanges } from './read-changes.ts';
import { parseTopLevel } from './top-level.ts';

const require = createRequire(import.meta.url);
const parser = await loadWasmCParser({
  runtime: join(dirname(require.resolve('web-tree-sitter')), 'tree-sitter.wasm'),
  grammar: join(dirname(require.resolve('tree-sitter-c/package.json')), 'tree-sitter-c.wasm'),
});

/** Pieces of C, whole and broken. */
const line = fc.oneof(
  fc.constantFrom(
    'static int __sched f(int a)',
    'SYSCALL_DEFINE1(f, int, a)',
    'BTF_ID(func, f)',
    '{',
    '}',
    '};',
    '\tfor_each_x(y) {',
    '\t}',
    '\tif (a) {',
    '/* a comment',
    ' */',
    '#if A',
    '#else',
    '#endif',
    '#define X \\',
    'struct klp_func funcs[] = {',
    '\t{ .old_name = "x", },',
    '"a string',
    'out:',
    "'",
    ')',
    '(',
    '__printf(1,',
  ),
  fc.string({ maxLength: 12 }),
);

const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

test('every text is prepared at equal length and read', () => {
  fc.assert(
    fc.property(text, (source) => {
      const prepared = prepare(source).text;
      expect(prepared.length).toBe(source.length);
      expect(prepared.split('\n').length).toBe(source.split('\n').length);
      for (const { range, nameRange } of parseTopLevel(parser, source).functions) {
        expect(nameRange.start.line).toBeGreaterThanOrEqual(range.start.line);
        expect(range.end.line).toBeLessThan(source.split('\n').length);
      }
      klpFunctions(parser, source);
    }),
    { numRuns: 400 },
  );
});

test('every hunk gives changes, with sites in the patch', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('+', '-', ' '), line)),
      line,
      async (lines, at) => {
        const count = (mark: string): number => lines.filter(([own]) => own !== mark).length;
        const body = lines.map(([mark, content]) => mark + content.replace(/[\r\n]/g, ''));
        const section = at.replace(/[\r\n]/g, '');
        const patch = `--- a/x.c\n+++ b/x.c\n@@ -5,${count('+')} +5,${count('-')} @@ ${section}\n${body.join('\n')}\n`;
        const { functions } = await readChanges(parser, readPatch(patch));
        for (const { sites } of functions) {
          expect(sites.length).toBeGreaterThan(0);
          for (const { lineRange } of sites) {
            expect(patch.split('\n')[lineRange.start.line]).toMatch(/^[-+]/);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
