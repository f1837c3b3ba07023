import { describe, expect, test } from 'vitest';
import { wasmFiles } from '../main/node/assets.ts';
import { loadNativeCParser } from '../main/node/native-c-parser.ts';
import { loadWasmCParser } from '../main/wasm-c-parser.ts';
import type { CParser } from '../ports/c-parser.ts';
import { parseFunctions } from './functions.ts';
import { klpFunctions } from './klp-functions.ts';

/** Every binding that loads here; all must give the same. */
const parsers = [await loadWasmCParser(wasmFiles()), await loadNativeCParser()].filter(
  (parser) => parser !== undefined,
);
if (parsers.length === 1) {
  process.stderr.write('The native tree-sitter does not load here: only the WASM is tested.\n');
}

async function check(
  answer: (parser: CParser) => string | Promise<string>,
  expected: string,
): Promise<void> {
  for (const parser of parsers) {
    expect(await answer(parser), parser.binding).toBe(expected.replace(/^\n/, '').trimEnd());
  }
}

function checkFunctions(text: string, expected: string): Promise<void> {
  return check(
    (parser) =>
      parseFunctions(parser, text)
        .map(({ name, macro, range, nameRange, isStatic, attributes }) =>
          [
            `${range.start.line}-${range.end.line}`,
            `${nameRange.start.line}:${nameRange.start.character}`,
            isStatic ? 'static' : 'global',
            name,
            macro ?? '',
            attributes.join(' '),
          ]
            .filter((word) => word !== '')
            .join(' '),
        )
        .join('\n'),
    expected,
  );
}
describe('functions of a C text', () => {
  test('annotations before, between and after', () =>
    checkFunctions(
      `static void __sched notrace __schedule(unsigned int sched_mode)
{
}

asmlinkage __visible void __sched schedule(void)
{
}

__printf(1, 2) static noinline int __my_own_section report(const char *fmt, ...)
	__acquires(lock)
{
	return 0;
}

static inline struct task_struct __rcu *next(struct rq __percpu *rq)
{
}
`,
      `
0-2 0:28 static __schedule __sched notrace
4-6 4:34 global schedule asmlinkage __visible __sched
8-12 8:52 static report __printf noinline __my_own_section __acquires
14-16 14:40 static next inline __rcu`,
    ));

  test('definition macros', () =>
    checkFunctions(
      `SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)
{
	return 0;
}
SYSCALL_DEFINE0(getpid)
{
}
COMPAT_SYSCALL_DEFINE2(getrlimit, unsigned int, resource,
		       struct compat_rlimit __user *, rlim)
{
}
DEFINE_IDTENTRY_RAW(exc_int3)
{
}
static DEFINE_MUTEX(lock);
EXPORT_SYMBOL(lock);
int last(void)
{
}
`,
      `
0-3 0:16 global __do_sys_newuname SYSCALL_DEFINE1
4-6 4:16 global __do_sys_getpid SYSCALL_DEFINE0
7-10 7:23 global __do_compat_sys_getrlimit COMPAT_SYSCALL_DEFINE2
11-13 11:20 global exc_int3 DEFINE_IDTENTRY_RAW
16-18 16:4 global last`,
    ));

  test('iterators, a split header, a function that returns a function', () =>
    checkFunctions(
      `void walk(void)
{
	for_each_process_thread(g, task)
		touch(task);
	list_for_each_entry(pos, head, member) {
		if (pos)
			break;
	}
	scoped_guard(mutex, &lock) {
		touch(0);
	}
}
#ifdef CONFIG_X
static int split(int a)
#else
static int split(int a, int b)
#endif
{
	return 1;
}
static int (*pick(int which))(void)
{
	return 0;
}
void branches(void)
{
#ifdef A
	if (a) {
#else
	if (b) {
#endif
		touch(0);
	}
}
int after(void)
{
}
`,
      `
0-11 0:5 global walk
13-19 13:11 static split
20-23 20:13 static pick
24-33 24:5 global branches
34-36 34:4 global after`,
    ));

  test('broken text gives what can be made out', () =>
    checkFunctions(
      'int a(void)\n{\n\tif (\n}\n\nint b(void)\n{\n}\n',
      '0-3 0:4 global a\n5-7 5:4 global b',
    ));
});

describe('klp_func tables', () => {
  test('names, replacements, position, object', () =>
    check(
      (parser) =>
        klpFunctions(
          parser,
          `static struct klp_func funcs[] = {
	{
		.old_name = "cmdline_proc_show",
		.new_func = livepatch_cmdline_proc_show,
	}, {
		.old_name = "twice", .new_func = &other, .old_sympos = 2,
	}, { }
};
static struct klp_func vmlinux_funcs[] = { { .old_name = "do_idle" }, {} };
static struct klp_object objs[] = {
	{ .name = "kvm", .funcs = funcs, }, { .funcs = vmlinux_funcs }, { }
};
`,
        )
          .map(
            ({ oldName, oldNameRange: { start, end }, newName, oldSympos, object }) =>
              `${start.line}:${start.character}-${end.character} ${oldName} ${newName} ${oldSympos} ${object}`,
          )
          .join('\n'),
      `
2:15-32 cmdline_proc_show livepatch_cmdline_proc_show undefined kvm
5:15-20 twice other 2 kvm
8:58-65 do_idle undefined undefined undefined`,
    ));
});
