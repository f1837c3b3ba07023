import { test } from 'vitest';
import { calledFunctions, checkPatchable as check } from './testing/patch-case.ts';

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
DEFINE_IDTENTRY_DF(exc_double) { quiet(); }
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
    exc_double: no, noinstr (section .noinstr.text) keeps ftrace from hooking it.
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

test('a function of a header, which one or no file of the kernel may take in', async () => {
  await check(
    {
      source: '#include "plugin.h"\n',
      files: { 'kernel/plugin.h': 'static void boost(int n) { n += 1; }\n' },
    },
    'boost: unknown, It stands in a header: whether a file that is built takes it in, only a symbol list can tell.',
  );
});

test('what the compiler probably inlines, and where to', async () => {
  await check(
    { source: calledFunctions },
    `
    once: unknown, The compiler probably inlined it into first(); only a symbol list can tell. => first
    small: unknown, The compiler probably inlined it into first(), second(); only a symbol list can tell. => first, second
    kept: yes, Compiled with the ftrace hook, and nothing takes it away.
    first: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
});

test('the more a function calls, the fewer lines may it have to be inlined at each of its callers', async () => {
  const lines = (made: string): string =>
    `{\n\tif (n)\n\t\tn += 2;${'\n\tn ^= 3;'.repeat(9)}\n${made}\n}`;
  await check(
    {
      source: `
int outside(int n);
static int quiet(int n) ${lines('\treturn n;')}
static int busy(int n) ${lines('\treturn outside(n) + outside(n + 1);')}
int outside(int n) { return n; }
int first(int n) { return quiet(n) + busy(n); }
int second(int n) { return quiet(n) - busy(n); }
`,
    },
    `
    quiet: unknown, The compiler probably inlined it into first(), second(); only a symbol list can tell. => first, second
    busy: yes, Compiled with the ftrace hook, and nothing takes it away.
    `,
  );
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

test('a system call without arguments is one function of two names', async () => {
  await check(
    { source: 'SYSCALL_DEFINE0(pause) { return 0; }\n' },
    `
    __do_sys_pause: yes, Compiled with the ftrace hook, and nothing takes it away.
    __x64_sys_pause: yes, Another name of __do_sys_pause(), whose code has the ftrace hook.
    `,
  );
});

test('what a macro makes at file scope', async () => {
  await check(
    {
      source: `
static int stats_show(struct seq_file *m, void *v) { return 0; }
DEFINE_SHOW_ATTRIBUTE(stats);
`,
    },
    'stats_open: yes, DEFINE_SHOW_ATTRIBUTE makes it, compiled with the ftrace hook; the source of the macro is what a patch changes.',
  );
});

test('assembly, the vdso, and programs beside the kernel', async () => {
  await check(
    {
      source: 'int here(void) { return 0; }\n',
      makefile: 'obj-y += test.o vdso/\n',
      files: {
        'kernel/vdso/Makefile': 'obj-y += vma.o\nvobjs-y := clock.o\n',
        'kernel/vdso/vma.c': 'int map_vdso(void) { return 0; }\n',
        'kernel/vdso/clock.c': 'int __vdso_clock(void) { return 0; }\n',
        'tools/include/string.h': 'static int strange(void) { return 0; }\n',
      },
    },
    `
    map_vdso: yes, Compiled with the ftrace hook, and nothing takes it away.
    __vdso_clock: no, It is mapped into user programs or runs before the kernel; ftrace has no hook there.
    strange: no, Its file is not built in this configuration.
    `,
  );
});

test('a module, and the file that takes the hook away', async () => {
  await check(
    {
      source: 'int quiet(void) { return 0; }\n',
      makefile:
        'obj-m += my-driver.o\nmy-driver-y := part.o\nobj-y += test.o\nCFLAGS_REMOVE_test.o = $(CC_FLAGS_FTRACE)\n',
      files: { 'kernel/part.c': 'int probe(void) { return 0; }\n' },
    },
    `
    probe: yes, Compiled with the ftrace hook, in module my_driver.
    quiet: no, Its file is compiled without the ftrace hook.
    `,
  );
});

test('a weak function gives way, and of several of one name the livepatch must say which', async () => {
  await check(
    {
      source: `
int __weak arch_setup(void) { return 0; }
int __weak alone(void) { return 0; }
static noinline int reset(int n) { return n; }
int user(int n) { return reset(n); }
`,
      makefile: 'obj-y += test.o other.o strong.o\n',
      files: {
        'kernel/other.c': `
static noinline int reset(int n) { return n + 1; }
int other_user(int n) { return reset(n); }
int late(void) { return 1; }
`,
        'kernel/strong.c': 'int arch_setup(void) { return 1; }\n',
      },
    },
    `
    arch_setup: yes, Compiled with the ftrace hook, and nothing takes it away.
    arch_setup@kernel/test.c: no, It is __weak, and the linker takes the definition in kernel/strong.c instead.
    alone: yes, Compiled with the ftrace hook, and nothing takes it away.
    reset: yes, Compiled with the ftrace hook; 2 functions have this name, so that the livepatch must say which (old_sympos).
    `,
  );
});

test('a kernel without livepatching', async () => {
  await check(
    { source: 'int f(void) { return 0; }\n', config: 'CONFIG_X86=y\n' },
    'f: no, CONFIG_LIVEPATCH is not set in this configuration: the kernel takes no livepatch.',
  );
});
