import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesAtHand, recogniseSymbols } from './recognise.ts';
import { elfFile } from './testing/elf-file.ts';

/** What a file is taken for: its kind and size, then what it says of some names. */
function seen(content: string | Uint8Array, ...names: readonly string[]): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const found = recogniseSymbols(bytesAtHand(bytes), 'the list');
  if (found.kind === 'fault') return found.message;
  const told = names.map((name) => `${name}: ${found.list.of(name).join(' ')}`);
  return [`${found.kind} ${found.list.size}`, ...told].join('; ');
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

test('System.map and /proc/kallsyms, also without addresses, with modules', () => {
  const map =
    '0000000000000000 A fixed_percpu_data\nffffffff81000000 T _text\nffffffff81000040 t once.isra.0\nffffffff81000080 D jiffies\n';
  expect(seen(map, 'once', '_text', 'jiffies')).toBe(
    'symbols 2; once: once.isra.0; _text: _text; jiffies: ',
  );
  expect(seen('A start\nT _text\nW weak\n', 'weak')).toBe('symbols 2; weak: weak');
  const kallsyms = '0000000000000000 T _text\n0000000000000000 t helper\t[ext4]\n';
  expect(seen(kallsyms, 'helper')).toBe('symbols 1; helper: ');
});

test('available_filter_functions, also with addresses, with modules', () => {
  expect(seen('do_idle\nonce.isra.0\nhelper [ext4]\n', 'once', 'helper')).toBe(
    'traceable 2; once: once.isra.0; helper: ',
  );
  expect(seen('ffffffff81000000 do_idle\n', 'do_idle')).toBe('traceable 1; do_idle: do_idle');
});

test('vmlinux: functions and assembly labels of the code, in either byte order', () => {
  const symbols = [
    { name: 'schedule', type: 0x12, section: 'text', address: 0xffffffff81000000n },
    { name: 'entry_label', type: 0, section: 'text', address: 0xffffffff81000040n },
    { name: 'jiffies', type: 1, section: 'data', address: 0xffffffff82000000n },
    { name: 'alias_of_schedule', type: 0x12, section: 'text', address: 0xffffffff81000000n },
  ] as const;
  for (const isLittle of [true, false]) {
    const file = elfFile(symbols, isLittle);
    expect(seen(file, 'entry_label', 'jiffies')).toBe(
      'symbols 3; entry_label: entry_label; jiffies: ',
    );
    const found = recogniseSymbols(bytesAtHand(file), 'vmlinux');
    if (found.kind !== 'symbols') throw new Error(found.kind);
    expect(found.list.sameCode('schedule')).toEqual(['alias_of_schedule']);
  }
});

test('what is none says so', () => {
  expect(
    seen(
      'ffffffffffffffff B The real System.map is in the linux-image-6.1.0-56-amd64-dbg package\n',
    ),
  ).toBe(
    'the stub that Debian ships in its place; the real System.map is in linux-image-6.1.0-56-amd64-dbg',
  );
  expect(seen('\n')).toBe('it is empty');
  expect(seen('0000000000000000 t helper\t[ext4]\n')).toBe(
    'it names no function of the kernel image',
  );
  expect(seen('a b c d\n')).toBe(
    'line 1 is "a b c d", which no System.map, /proc/kallsyms or available_filter_functions has; vmlinux is read too',
  );
  expect(seen('do_idle\nsome prose here\n')).toMatch(/^line 2 is "some prose here"/);
  const image = new Uint8Array(0x300);
  image.set(new TextEncoder().encode('HdrS'), 0x202);
  expect(seen(image)).toMatch(/^a boot image \(vmlinuz\)/);
  const file = elfFile([{ name: 'f', type: 2, section: 'text', address: 1n }]);
  expect(seen(file.subarray(0, 200))).toMatch(/^it is cut short: /);
  expect(seen(changed(file, 4, 1))).toBe('a 32-bit ELF file; expected a 64-bit vmlinux');
  expect(seen(changed(file, 16, 1))).toBe('an object file or a module; expected vmlinux');
  expect(seen(elfFile([]))).toBe('its symbol table names no functions');
});

test('no damage makes it throw', () => {
  const file = elfFile([
    { name: 'one', type: 2, section: 'text', address: 1n },
    { name: 'two', type: 2, section: 'text', address: 2n },
  ]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(file.length),
      (changes, length) => {
        const damaged = file.slice(0, length);
        for (const [at, value] of changes) if (at < length) damaged[at] = value;
        seen(damaged);
      },
    ),
    { seed: 3, numRuns: 2000 },
  );
});
