import { describe, expect, it } from 'vitest';
import { dedent, definitionsIn, graphOf } from '../test-tree.ts';

async function check(source: string, expected: string, config?: string): Promise<void> {
  expect(definitionsIn(await graphOf(source.replace(/^\n/, ''), config))).toBe(dedent(expected));
}

describe('definitions', () => {
  it('are told with their annotations', () =>
    check(
      `
asmlinkage __visible void __sched schedule(void)
{
}
EXPORT_SYMBOL(schedule);
static void __sched notrace __schedule(unsigned int sched_mode) { }
static __always_inline bool odd(int x) { return x & 1; }
static __poll_t none(void) { return 0; }
`,
      `
      1-3 schedule asmlinkage __visible __sched EXPORT_SYMBOL
      5-5 __schedule static __sched notrace
      6-6 odd static __always_inline
      7-7 none static
      `,
    ));

  it('are told with their words in capitals', () =>
    check(
      `
MEM_STATIC size_t BIT_init(void) { }
__FORTIFY_INLINE int strnlen(void) { }
int ACPI_INIT_FUNCTION acpi_load(void) { }
static int table[MOST] = { A, B };
`,
      `
      1-1 BIT_init MEM_STATIC
      2-2 strnlen __FORTIFY_INLINE
      3-3 acpi_load ACPI_INIT_FUNCTION
      `,
    ));

  it('are not hidden by annotations that take arguments', () =>
    check(
      `
static __printf(4, 0)
struct task_struct *__kthread_create(int (*threadfn)(void *data),
				     void *data) { }
static int lock(struct rq *rq) __acquires(rq->lock) { }
static void __printf(2, 3)
errorf(struct object *object, const char *fmt, ...) { }
`,
      `
      2-3 __kthread_create static __printf
      4-4 lock static __acquires
      6-6 errorf static __printf
      `,
    ));

  it('may give a pointer to a function', () =>
    check(
      `
static int (*handler)(void *p);
static void (*get(int a))(int) { return 0; }
int set(int (*fn)(void *p)) { handler = fn; }
`,
      `
      2-2 get static
      3-3 set
      `,
    ));

  it('come from definition macros', () =>
    check(
      `
SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)
{
}
BPF_CALL_1(bpf_get, u64, x) { }
`,
      `
      1-1 __se_sys_newuname SYSCALL_DEFINE1
      1-1 __x64_sys_newuname SYSCALL_DEFINE1
      1-3 __do_sys_newuname SYSCALL_DEFINE1
      4-4 bpf_get BPF_CALL_1
      `,
    ));

  it('are not structs, enums, initialisers, prototypes or macros used', () =>
    check(
      `
struct file_operations { int (*open)(struct inode *inode); };
enum state { ON, OFF };
static const struct file_operations fops = { .open = my_open, };
int prototype(int a);
DEFINE_MUTEX(lock);
MODULE_LICENSE("GPL")
static int real(void) { }
`,
      '7-7 real static',
    ));
});

describe('preprocessor branches', () => {
  it('that stand for heads of one body share it', () =>
    check(
      `
#ifdef CONFIG_A
int f(int a)
{
#else
int f(void)
{
#endif
	return 0;
}
int g(void) { }
`,
      `
      2-9 f
      5-9 f
      10-10 g
      `,
    ));

  it('that close a block twice do not swallow what follows', () =>
    check(
      `
int f(int a)
{
	if (a) {
#ifdef CONFIG_A
		x();
	} else {
#else
	}
	if (!a) {
#endif
		y();
	}
}
int g(void) { }
`,
      `
      1-13 f
      14-14 g
      `,
    ));

  it('are passed over when they never hold', () =>
    check(
      `
#if 0
int never(void) { }
#else
int always(void) { }
#endif
int after(void) { }
`,
      `
      4-4 always
      6-6 after
      `,
    ));

  it('that the configuration leaves out are marked', () =>
    check(
      `
#if defined(CONFIG_SMP) && !IS_ENABLED(CONFIG_UML)
int f(void) { }
#else
int f(void) { }
#endif
//- Kbuild
obj-y += kernel/
//- kernel/Makefile
obj-y += a.o
`,
      `
      2-2 f
      4-4 f off
      `,
      'CONFIG_X86=y\nCONFIG_SMP=y\n',
    ));
});

describe('broken text', () => {
  it('gives what can be read', () =>
    check(
      `
int f(void) { "unterminated
}
int g(void) { /* never closed
`,
      `
      1-2 f
      3-4 g
      `,
    ));
});
