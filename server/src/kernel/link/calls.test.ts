import { describe, expect, it } from 'vitest';
import { graphOf } from '../test-tree.ts';
import { checkCalls as check } from './testing/check-calls.ts';

describe('calls', () => {
  it('are not found in comments, strings or what never holds', () =>
    check(
      `
      void a(void) { } void b(void) { } void c(void) { } void d(void) { }
      void f(void)
      {
        /* a(); */ // b();
        puts("c()");
#if 0
        d();
#endif
      }`,
      '',
    ));

  it('of one name go to the function of the same file first', () =>
    check(
      `
      //- kernel/one.c
      static void step(void) { }
      void one(void) { step(); }
      //- kernel/two.c
      void step(void) { }
      void two(void) { step(); }
      //- arch/arm/kernel/three.c
      void three(void) { }
      //- kernel/four.c
      void four(void) { three(); }
      `,
      `
      one -> step direct
      two -> step direct
      `,
    ));

  it('go past a stub that the configuration leaves out', () =>
    check(
      `
      //- include/linux/filelock.h
      #ifdef CONFIG_FILE_LOCKING
      int locks_lock_inode_wait(int a);
      #else
      static inline int locks_lock_inode_wait(int a) { return 0; }
      #endif
      static inline int locks_lock_file_wait(int a) { return locks_lock_inode_wait(a); }
      //- Kbuild
      obj-y += fs/
      //- fs/Makefile
      obj-y += locks.o
      //- fs/locks.c
      int locks_lock_inode_wait(int a) { }
      `,
      'locks_lock_file_wait -> locks_lock_inode_wait direct',
      'CONFIG_FILE_LOCKING=y\n',
    ));

  it('go through macros to what they come to', () =>
    check(
      `
      //- include/linux/wait.h
      #define __wait_event(wq, cond) ___wait_event(wq, cond, TASK_UNINTERRUPTIBLE, schedule())
      #define ___wait_event(wq, cond, state, cmd) ({ prepare(&wq, state); cmd; })
      #define wait_event(wq, cond) do { if (cond) break; __wait_event(wq, cond); } while (0)
      //- kernel/a.c
      void schedule(void) { }
      void prepare(int *wq, int state) { }
      void f(void) { wait_event(q, done); }
      `,
      `
      f -> prepare macro wait_event
      f -> schedule macro wait_event
      `,
    ));
});

it('what the configuration leaves out is called by nothing that it does not leave out', async () => {
  const graph = await graphOf(
    `
    //- kernel/Kbuild
    obj-y += a.o
    obj-$(CONFIG_SPU) += spu.o
    //- Kbuild
    obj-y += kernel/
    //- kernel/a.c
    struct file_operations { int (*read)(int a); };
    int here_read(int a) { return wait(); }
    int wait(void) { }
    struct file_operations here = { .read = here_read };
    int vfs_read(struct file_operations *f) { return f->read(1); }
    //- kernel/spu.c
    int spu_read(int a) { return wait(); }
    struct file_operations spu = { .read = spu_read };
    int spu_any(struct file_operations *f) { return f->read(1); }
    `,
    'CONFIG_X86_64=y\n',
  );
  const named = (name: string): number => graph.definitions(name)[0]?.id ?? -1;
  const callees = (name: string): readonly string[] =>
    graph.callees(named(name)).map((edge) => graph.get(edge.callee).name);
  const callers = (name: string): readonly string[] =>
    graph.callers(named(name)).map((edge) => graph.get(edge.caller).name);
  expect(callees('vfs_read')).toEqual(['here_read']);
  expect(callees('spu_any')).toEqual(['here_read', 'spu_read']);
  expect(callees('spu_read')).toEqual(['wait']);
  expect(callers('wait')).toEqual(['here_read']);
  expect(callers('here_read')).toEqual(['vfs_read']);
  expect(callers('spu_read')).toEqual(['vfs_read', 'spu_any']);
});

describe('roots and hints', () => {
  it('begin in functions of a field that is given to what makes threads', async () => {
    const graph = await graphOf(`
      struct serv { int (*threadfn)(void *data); int (*other)(void); };
      #define kthread_run(threadfn, data, ...) wake(kthread_create_on_node(threadfn, data, 0, "x"))
      void kthread_create_on_node(int (*threadfn)(void *), void *data, int node, char *name) { }
      int nfsd(void *data) { }
      int plain(void) { }
      static struct serv one = { .threadfn = nfsd, .other = plain };
      void start(struct serv *serv) { kthread_run(serv->threadfn, serv); }
      int entry(void *arg) { }
      struct kernel_clone_args { int (*fn)(void *); };
      void make(void) { struct kernel_clone_args args = { .fn = entry }; kernel_clone(&args); }
    `);
    expect(graph.roots().map((root) => `${root.kind} ${graph.get(root.function).name}`)).toEqual([
      'thread nfsd',
      'thread entry',
    ]);
  });

  it('tell threads, works, system calls and the idle entry', async () => {
    const graph = await graphOf(`
      //- include/linux/kthread.h
      #define kthread_create(threadfn, data, namefmt, arg...) kthread_create_on_node(threadfn, data, -1, namefmt, ##arg)
      #define kthread_run(threadfn, data, namefmt, ...) ({ kthread_create(threadfn, data, namefmt, ## __VA_ARGS__); })
      //- kernel/a.c
      struct work_struct { work_func_t func; };
      void kthread_create_on_node(void *threadfn, void *data, int node, char *namefmt) { }
      int my_thread(void *data) { }
      void my_work(struct work_struct *work) { }
      static struct work_struct w = { .func = my_work };
      void start(void) { kthread_run(my_thread, 0, "my/%d", 1); }
      SYSCALL_DEFINE0(pause) { }
      void cpu_startup_entry(int state) { }
    `);
    const roots = graph
      .roots()
      .map((root) => `${root.kind} ${graph.get(root.function).name} ${root.label}`);
    expect(roots.sort()).toEqual([
      'idle cpu_startup_entry swapper/%d',
      'syscall __x64_sys_pause pause',
      'thread my_thread my/%d',
      'work my_work undefined',
    ]);
  });

  it('tell the task states of a wait', async () => {
    const graph = await graphOf(`
      //- include/linux/wait.h
      #define wait_idle(wq) ___wait_event(wq, TASK_IDLE, schedule())
      //- kernel/a.c
      void f(void)
      {
        set_current_state(TASK_INTERRUPTIBLE);
        wait_idle(q);
      }
    `);
    const [f] = graph.definitions('f');
    expect(
      graph.hints(f?.id ?? 0).map(({ word, line, callee, macro }) => [word, line, callee, macro]),
    ).toEqual([
      ['TASK_INTERRUPTIBLE', 3, 'set_current_state', undefined],
      ['TASK_IDLE', 4, '___wait_event', 'wait_idle'],
    ]);
  });
});
