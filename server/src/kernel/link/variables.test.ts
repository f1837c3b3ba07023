import { describe, it } from 'vitest';
import { checkCalls as check } from './testing/check-calls.ts';

describe('calls through variables outside functions', () => {
  it('lead to what is put into them', () =>
    check(
      `
      static void (*x86_idle)(void);
      static void (*const handler)(int a) = first;
      void default_idle(void) { }
      void mwait_idle(void) { }
      void first(int a) { }
      void arch_cpu_idle(void) { x86_idle(); handler(1); }
      void other_idle(void) { (*x86_idle)(); }
      void select_idle(void) { x86_idle = mwait_idle; if (!x86_idle) x86_idle = default_idle; }
      `,
      `
      arch_cpu_idle -> default_idle pointer x86_idle of kernel/a.c
      arch_cpu_idle -> mwait_idle pointer x86_idle of kernel/a.c
      arch_cpu_idle -> first pointer handler of kernel/a.c
      other_idle -> default_idle pointer x86_idle of kernel/a.c
      other_idle -> mwait_idle pointer x86_idle of kernel/a.c
      `,
    ));

  it('are of one file where they are static, and of all files where they are not', () =>
    check(
      `
      static int (*handler)(void);
      int (*hook)(void);
      int of_a(void) { return handler() + hook(); }
      int run_a(void) { }
      int set_a(void) { handler = run_a; }
      //- kernel/b.c
      static int (*handler)(void);
      extern int (*hook)(void);
      int of_b(void) { return handler(); }
      int run_b(void) { }
      int set_b(void) { handler = run_b; hook = run_b; }
      `,
      `
      of_a -> run_a pointer handler of kernel/a.c
      of_a -> run_b pointer hook
      of_b -> run_b pointer handler of kernel/b.c
      `,
    ));

  it('of a name that is a function elsewhere', () =>
    check(
      `
      static int (*serial_in)(int a);
      extern int (*emulate)(int a);
      int io_in(int a) { }
      int putc(void) { serial_in = io_in; return serial_in(1) + emulate(1); }
      //- kernel/b.c
      int serial_in(int a) { }
      int emulate(int a) { }
      `,
      `
      putc -> io_in pointer serial_in of kernel/a.c
      putc -> emulate direct
      `,
    ));

  it('are not those of a variable of the function, a type or an array', () =>
    check(
      `
      static int (*handler)(void);
      typedef int (*action)(void);
      static int (*table[2])(void);
      int run(void) { }
      int local(int (*handler)(void)) { return handler(); }
      int given(void) { return local(run); }
      int set(void) { int (*handler)(void) = run; table[0] = run; }
      int action(void) { }
      int asked(void) { return action() + handler(); }
      `,
      `
      local -> run pointer argument 1
      given -> local direct
      asked -> action direct
      `,
    ));

  it('are read from declarations of several, with attributes, and after macros', () =>
    check(
      `
      static int (*array)[3];
      DEFINE(one)(two);
      static void (*first)(void), (*second)(int a) __attribute__((weak)) = run;
      static const char *(*third)(int a) __read_mostly = run;
      int run(int a) { }
      int set(void) { first = run; one = run; }
      int call(void) { first(); second(1); third(2); array(3); one(4); }
      `,
      `
      call -> run pointer first of kernel/a.c
      call -> run pointer second of kernel/a.c
      call -> run pointer third of kernel/a.c
      `,
    ));

  it('lead to what a parameter or a field brings', () =>
    check(
      `
      struct ops { int (*run)(void); };
      static int (*hook)(void);
      static int (*kept)(void);
      int run(void) { }
      int one(void) { }
      struct ops all = { .run = run };
      int set_hook(int (*fn)(void)) { hook = fn; }
      int init(struct ops *ops) { kept = ops->run; return set_hook(one); }
      int call(void) { return hook() + kept(); }
      `,
      `
      init -> set_hook direct
      call -> one pointer hook of kernel/a.c
      call -> run pointer kept of kernel/a.c
      `,
    ));
});

describe('static calls', () => {
  it('lead to what they are defined with and set to', () =>
    check(
      `
      struct pmu { void (*read)(int a); };
      static struct pmu x86_pmu;
      struct pmu amd = { .read = amd_read };
      void amd_read(int a) { }
      void set_pmu(void) { x86_pmu = amd; static_call_update(x86_read, x86_pmu.read); }
      void read_pmu(void) { static_call(x86_read)(1); }
      DEFINE_STATIC_CALL(pv_clock, native_clock);
      DEFINE_STATIC_CALL_NULL(x86_idle, default_idle);
      int native_clock(int a) { }
      void default_idle(void) { }
      void mwait_idle(void) { }
      int clock(int a) { return static_call(pv_clock)(a) + static_call_cond(other)(a); }
      //- kernel/b.c
      #define idle_now() static_call_mod(x86_idle)()
      void arch_cpu_idle(void) { static_call(x86_idle)(); }
      void macro_idle(void) { idle_now(); }
      void select_idle(void) { static_call_update(x86_idle, mwait_idle); }
      `,
      `
      read_pmu -> amd_read pointer static_call(x86_read)
      clock -> native_clock pointer static_call(pv_clock)
      arch_cpu_idle -> mwait_idle pointer static_call(x86_idle)
      macro_idle -> mwait_idle pointer static_call(x86_idle)
      `,
    ));
});
