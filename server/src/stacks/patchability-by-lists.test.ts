import { expect, test } from 'vitest';
import type { SymbolList } from '../kernel/symbols/symbol-list.ts';
import { readSymbols, readTraceable } from '../kernel/symbols/text-lists.ts';
import { calledFunctions, checkPatchable as check } from './testing/patch-case.ts';

function needed(list: SymbolList | undefined): SymbolList {
  if (list === undefined) throw new Error('an empty list');
  return list;
}

const symbolsOf = (text: string): SymbolList => needed(readSymbols(text));
const traceableOf = (text: string): SymbolList => needed(readTraceable(text));

test('symbols settle what was inlined and what was cloned', async () => {
  const symbols = symbolsOf(
    'ffffffff81000000 T first\nffffffff81000010 T second\nffffffff81000020 t once.isra.0\nffffffff81000030 t kept\n',
  );
  await check(
    { source: calledFunctions, lists: { symbols } },
    `
    once: no, The compiler put once.isra.0 in its place: no symbol has its own name, and the copy need not take the arguments that the source gives it.
    small: no, small() has no symbol: the compiler inlined it or left it out. => first, second
    kept: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
});

test('the head of a partly inlined function is in its callers', async () => {
  const symbols = symbolsOf('T first\nT second\nt once.part.0\n');
  await check(
    { source: calledFunctions, lists: { symbols } },
    'once: no, The compiler put once.part.0 in its place: no symbol has its own name, and the copy need not take the arguments that the source gives it. => first',
  );
});

test('a copy beside the function, and functions of one name', async () => {
  const symbols = symbolsOf(
    'T first\nt kept\nt kept.constprop.0\nt kept.cold\nT second\nt second\n',
  );
  await check(
    { source: calledFunctions, lists: { symbols } },
    `
    kept: yes, Compiled with the ftrace hook, but some callers use the compiler's copy kept.constprop.0, which has to be replaced too.
    second: yes, Compiled with the ftrace hook; 2 functions have this name, so that the livepatch must say which (old_sympos).
    `,
  );
});

test('the list of traceable functions has the last word', async () => {
  const traceable = traceableOf(
    'first\nonce.isra.0\nkept [other]\n__ftrace_invalid_address___16\n',
  );
  await check(
    { source: calledFunctions, lists: { traceable } },
    `
    first: yes, The kernel's list of traceable functions has it.
    once: no, The compiler put once.isra.0 in its place: no symbol has its own name, and the copy need not take the arguments that the source gives it.
    second: no, second() is not among the functions that this kernel can trace.
    `,
  );
});

test('what ftrace lists goes by address', async () => {
  const lists = {
    symbols: symbolsOf('ffffffff81000000 T first\nffffffff81000000 T second\n'),
    traceable: traceableOf('first\n'),
  };
  await check(
    { source: calledFunctions, lists },
    'second: yes, Another name of first(), whose code has the ftrace hook.',
  );
});

test('a module is judged by the lists only while it is loaded', async () => {
  const traceable = traceableOf('first\nprobe [my_driver]\n');
  const makefile = 'obj-y += test.o\nobj-m += my_driver.o other.o\n';
  const files = {
    'kernel/my_driver.c': 'int probe(void) { return 0; }\nint gone(void) { return 0; }\n',
    'kernel/other.c': 'int elsewhere(void) { return 0; }\n',
  };
  await check(
    { source: calledFunctions, makefile, files, lists: { traceable } },
    `
    probe: yes, The kernel's list of traceable functions has it (module my_driver).
    gone: no, gone() is not among the functions that this kernel can trace.
    elsewhere: yes, Compiled with the ftrace hook, in module other.
    `,
  );
});

test('lists that say nothing are no lists', () => {
  expect(
    readSymbols('ffffffffffffffff B The real System.map is in the linux-image-dbg package\n'),
  ).toBe(undefined);
  expect(readTraceable('')).toBe(undefined);
});
