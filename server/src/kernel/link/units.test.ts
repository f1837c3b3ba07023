import { expect, it } from 'vitest';
import { callsIn, dedent, graphOf } from '../test-tree.ts';

const source = `
//- Kbuild
obj-y += kernel/ lib/
//- kernel/Makefile
obj-y += load.o
//- lib/Makefile
obj-y += inflate.o
//- kernel/load.c
int inflate(int n);
int boot(int n);
int load(int n) { return inflate(n) + boot(n); }
//- lib/inflate.c
int inflate(int n) { return n; }
//- arch/arm/boot/decompress.c
#include "../../../lib/inflate.c"
int boot(int n) { return inflate(n); }
`;

/** A C file that another takes in is in the kernel too where it is of itself; another architecture is not. */
const expected = 'load -> inflate direct';

it.each([
  ['without a configuration', undefined],
  ['with one', 'CONFIG_X86=y\n'],
])('what the boot code of another architecture takes in: %s', async (_, config) => {
  const calls = callsIn(await graphOf(source, config)).split('\n');
  expect(calls.filter((call) => call.startsWith('load')).join('\n')).toBe(dedent(expected));
});
