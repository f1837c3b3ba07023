import { expect, test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { KernelConfig } from '../kernel/tree/config.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { KernelLists } from './patchable/by-symbols.ts';
import { readAnnotationMacros } from './patchable/definitions.ts';
import { readSymbols, readTraceable } from './patchable/symbols.ts';
import { memoryTree } from './testing/small-kernel.ts';

const config = 'CONFIG_X86=y\nCONFIG_PM=y\n';

const headers: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  Kbuild: 'obj-y += kernel/\n',
  'include/linux/compiler_types.h': `
#define notrace __attribute__((__no_instrument_function__))
#define inline inline __gnu_inline __inline_maybe_unused notrace
#define __noinstr_section(section) \\
	noinline notrace __attribute((__section__(section))) __no_kcsan
#define noinstr __noinstr_section(".noinstr.text")
#define __always_inline inline __attribute__((__always_inline__))
`,
  'include/linux/init.h': `
#define __init __section(".init.text") __cold
#ifdef CONFIG_PM
#define __pm
#else
#define __pm __init
#endif
`,
  'include/linux/kprobes.h': '#define __kprobes __section(".kprobes.text")\n',
  'arch/x86/include/asm/idtentry.h': `
#define DEFINE_IDTENTRY(func) \\
static __always_inline void __##func(struct pt_regs *regs); \\
__visible noinstr void func(struct pt_regs *regs) \\
{ \\
	__##func (regs); \\
} \\
static __always_inline void __##func(struct pt_regs *regs)
#define DEFINE_IDTENTRY_RAW(func) \\
__visible noinstr void func(struct pt_regs *regs)
`,
};

interface Case {
  /** `kernel/test.c`. */
  readonly source: string;
  readonly makefile?: string;
  readonly lists?: KernelLists;
}

/** Expected lines: name, answer, reason, and `=>` with the functions to patch instead. */
async function check(input: Case, expected: string): Promise<void> {
  const files = memoryTree({
    ...headers,
    'kernel/Makefile': input.makefile ?? 'obj-y += test.o\n',
    'kernel/test.c': input.source,
  });
  const graph = await openKernelTree(files, { config });
  const macros = await readAnnotationMacros(files, 'x86', new KernelConfig(config));
  const knowledge = knowledgeFromGraph(graph, 'a test', macros, input.lists);
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim());
  const found = wanted.map((each) => {
    const name = each.split(':')[0] ?? '';
    const answer = knowledge.lookup(name);
    if (answer === undefined) return `${name}: unknown`;
    const set = answer.effectiveSet.join(', ');
    const instead = set === name ? '' : ` => ${set}`;
    return `${name}: ${answer.patchable.answer}, ${answer.patchable.reason}${instead}`;
  });
  expect(found.join('\n')).toBe(wanted.join('\n'));
}

test('annotations mean what the headers of the tree say', async () => {
  await check(
    {
      source: `
notrace int quiet(void) { return 0; }
noinstr int silent(void) { return 0; }
int __init starting(void) { return 0; }
int __kprobes probed(void) { return 0; }
int __pm plain(void) { return 0; }
static inline int inlined(void) { return 0; }
static __always_inline int always(void) { return 0; }
DEFINE_IDTENTRY(exc_fault) { quiet(); }
DEFINE_IDTENTRY_RAW(exc_raw) { quiet(); }
`,
    },
    `
    quiet: no, notrace keeps ftrace from hooking it.
    silent: no, noinstr (section .noinstr.text) keeps ftrace from hooking it.
    starting: no, __init (section .init.text): its code is thrown away after start-up.
    probed: yes, Compiled with the ftrace hook, and nothing takes it away.
    plain: yes, Compiled with the ftrace hook, and nothing takes it away.
    inlined: no, inline: it has no code of its own, or none that ftrace hooks.
    always: no, __always_inline: it has no code of its own, or none that ftrace hooks.
    exc_fault: no, noinstr (section .noinstr.text) keeps ftrace from hooking it.
    exc_raw: no, noinstr (section .noinstr.text) keeps ftrace from hooking it.
    `,
  );
});

test('a file without the hook, and one that is not built', async () => {
  const source = 'int f(void) { return 0; }\n';
  await check(
    { source, makefile: 'obj-y += test.o\nCFLAGS_REMOVE_test.o = $(CC_FLAGS_FTRACE)\n' },
    'f: no, Its file is compiled without the ftrace hook.',
  );
  await check(
    { source, makefile: 'obj-$(CONFIG_ABSENT) += test.o\n' },
    'f: no, Its file is not built in this configuration.',
  );
});

const calls = `
static int once(int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += i;
	for (int i = 0; i < n; i++)
		sum ^= i;
	return sum;
}
static int small(int n) { return n + 1; }
static noinline int kept(int n) { return n + 2; }
static int held(int n) { return n + 3; }
int (*pointer)(int) = held;
int first(void) { return once(1) + small(1) + kept(1) + held(1); }
int second(void) { return small(2); }
`;

test('what the compiler probably inlines, and where to', async () => {
  await check(
    { source: calls },
    `
    once: unknown, The compiler probably inlined it into first(); only a symbol list can tell. => first
    small: unknown, The compiler probably inlined it into first(), second(); only a symbol list can tell. => first, second
    kept: yes, Compiled with the ftrace hook, and nothing takes it away.
    first: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
});

test('symbols settle what was inlined', async () => {
  const symbols = readSymbols(
    'ffffffff81000000 T first\nffffffff81000010 T second\nffffffff81000020 t once.isra.0\nffffffff81000030 t kept\n',
  );
  if (symbols === undefined) throw new Error('no symbols');
  await check(
    { source: calls, lists: { symbols } },
    `
    once: yes, Compiled with the ftrace hook, and nothing takes it away.
    small: no, small() has no symbol: the compiler inlined it or left it out. => first, second
    kept: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
});

test('the list of traceable functions has the last word', async () => {
  const traceable = readTraceable('first\nonce.isra.0\nkept [other]\n');
  if (traceable === undefined) throw new Error('no functions');
  await check(
    { source: calls, lists: { traceable } },
    `
    first: yes, The kernel's list of traceable functions has it.
    once: yes, The kernel's list of traceable functions has it (as once.isra.0).
    second: no, second() is not among the functions that this kernel can trace.
    `,
  );
});

test('lists that say nothing are no lists', () => {
  expect(
    readSymbols('ffffffffffffffff B The real System.map is in the linux-image-dbg package\n'),
  ).toBe(undefined);
  expect(readTraceable('')).toBe(undefined);
});

test('the three functions of a system call', async () => {
  await check(
    { source: 'SYSCALL_DEFINE2(flock, int, fd, int, cmd) { return 0; }\n' },
    `
    __do_sys_flock: no, SYSCALL_DEFINE2 makes it static inline: it has no code of its own, or none that ftrace hooks. => __x64_sys_flock
    __x64_sys_flock: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
});
