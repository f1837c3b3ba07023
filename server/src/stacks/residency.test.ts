import { expect, test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import { checkResidency } from './testing/residency-case.ts';
import { memoryTree, smallKernel } from './testing/small-kernel.ts';

test('the idle task, the scheduler and preemption', async () => {
  await checkResidency(
    '',
    `
    cpu_startup_entry idle-outer: cpu_startup_entry > do_idle > schedule_idle > __schedule
    do_idle idle-outer: cpu_startup_entry > do_idle > schedule_idle > __schedule
    schedule_idle idle-outer: cpu_startup_entry > do_idle > schedule_idle > __schedule
    call_idle idle-inner: cpu_startup_entry > do_idle > call_idle
    schedule scheduler: schedule > __schedule
    __schedule scheduler: __schedule
    preempt_schedule_common preempted: preempt_schedule_common > __schedule
    __cond_resched preempted: __cond_resched > preempt_schedule_common > __schedule
    `,
  );
});

test('what only interrupts and softirqs enter', async () => {
  await checkResidency(
    `
struct softirq_action { void (*action)(void); };
static struct softirq_action softirq_vec[10];
static int count(int n) { return n + 1; }
static irqreturn_t handler(int irq, void *data) { return count(irq); }
int setup(void) { return request_irq(1, handler, 0, "test", 0); }
static int both(int n) { return n + 2; }
static irqreturn_t other(int irq, void *data) { return both(irq); }
int setup_other(void) { return request_irq(2, other, 0, "test", 0); }
SYSCALL_DEFINE1(asks, int, fd) { return both(fd); }
`,
    `
    handler interrupt
    handler leaf
    count interrupt
    count leaf
    both leaf
    `,
  );
});

test('a thread that parks itself', async () => {
  await checkResidency(
    `
static void park(void) { set_special_state(TASK_PARKED); schedule(); }
static void nap(void) { schedule_timeout_idle(100); }
static int worker(void *data) { while (!kthread_should_stop()) { park(); nap(); } return 0; }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); return 0; }
`,
    `
    park thread-wait parked forever [worker/%d]: worker > park > schedule
    nap thread-wait idle timeout [worker/%d]: worker > nap > schedule_timeout_idle > schedule_timeout > schedule
    `,
  );
});

test('who runs what a kernel thread is handed', async () => {
  const graph = await openKernelTree(
    memoryTree({
      ...smallKernel,
      'kernel/test.c': `
#define INIT_WORK(_work, _func) do { (_work)->func = (_func); } while (0)
struct work_struct { void (*func)(struct work_struct *work); };
static struct work_struct work;
static void item(struct work_struct *work) { mutex_lock(&lock); }
void begin(void) { INIT_WORK(&work, item); }
static void round(unsigned int cpu) { cond_resched(); }
static struct smp_hotplug_thread softirq_threads = { .thread_fn = round, .thread_comm = "ksoftirqd/%u" };
`,
    }),
  );
  const knowledge = knowledgeFromGraph(graph, 'a test');
  const task = (name: string): string | undefined => knowledge.lookup(name)?.residency[0]?.task;
  expect(task('item')).toBe('kworker (a work item)');
  expect(task('round')).toBe('the per-CPU threads of kernel/test.c:8');
  expect(task('begin')).toBe('whichever task runs it');
});

test('what calls system calls by their number is on a stack where that call does not return', async () => {
  await checkResidency(
    'long x64_sys_call(const struct pt_regs *regs, unsigned int nr) { return 0; }\n',
    `
    x64_sys_call leaf
    x64_sys_call syscall-wait interruptible event [exit(2), exit_group(2)]: x64_sys_call
    `,
  );
});

test('a thread that never returns from the function it calls', async () => {
  await checkResidency(
    `
static void __noreturn work_loop(void) { for (;;) { set_current_state(TASK_INTERRUPTIBLE); schedule(); } }
static int main_of_thread(void *data) { work_loop(); return 0; }
int start(void) { kthread_run(main_of_thread, 0, "looper"); return 0; }
`,
    `
    main_of_thread thread-main interruptible event: kthread > main_of_thread > work_loop > schedule
    work_loop thread-main interruptible event: main_of_thread > work_loop > schedule
    `,
  );
});

test('a thread that is forked begins in its function', async () => {
  await checkResidency(
    `
pid_t kernel_thread(int (*fn)(void *), void *arg, const char *name) { return 0; }
int forked(void *data) { for (;;) wait_event_interruptible(queue, ready); }
void rest(void) { kernel_thread(forked, 0, "forked"); }
`,
    'forked thread-main interruptible event: forked > schedule',
  );
});

test("a header's stub that the configuration leaves out stands for the function", async () => {
  const files = {
    ...smallKernel,
    Kbuild: 'obj-y += kernel/ fs/',
    'kernel/Makefile': 'obj-y += sched/ time/ locking/ kthread.o signal.o',
    'kernel/sched/Makefile': 'obj-y += core.o idle.o',
    'kernel/time/Makefile': 'obj-y += timer.o',
    'kernel/locking/Makefile': 'obj-y += mutex.o',
    'fs/Makefile': 'obj-y += locks.o test.o',
    'include/linux/fs.h': `
#ifdef CONFIG_LOCKS
int lock_it(int fd);
#else
static inline int lock_it(int fd) { return 0; }
#endif
static inline int lock_file(int fd) { return lock_it(fd) + 1; }
`,
    'fs/locks.c': 'int lock_it(int fd) { return wait_event_interruptible(queue, ready); }',
    'fs/test.c': 'SYSCALL_DEFINE1(locks, int, fd) { return lock_file(fd) + 1; }',
  };
  const config = 'CONFIG_LOCKS=y\n';
  const graph = await openKernelTree(memoryTree({ ...files, '.config': config }));
  const kinds = knowledgeFromGraph(graph, 'a test').lookup('__do_sys_locks')?.residency;
  expect(kinds?.map((one) => one.kind)).toEqual(['syscall-wait']);
});

test('locks and devices are short whatever the state', async () => {
  await checkResidency(
    `
int locked(void) { return mutex_lock_interruptible(&lock); }
int device(void) { set_current_state(TASK_KILLABLE); io_schedule(); return 0; }
int yielding(void) { return __cond_resched(); }
SYSCALL_DEFINE0(calls) { return locked() + device() + yielding(); }
`,
    `
    locked transient interruptible event: locked > mutex_lock_interruptible > schedule
    device transient killable event: device > io_schedule > schedule
    yielding transient: yielding > __cond_resched
    `,
  );
});

test('a stop belongs to the way to user mode, not to whom it is called by', async () => {
  await checkResidency(
    `
void leave_kernel(void) { get_signal(0); }
`,
    `
    do_signal_stop user-exit stopped forever: do_signal_stop > schedule
    get_signal user-exit stopped forever: get_signal > do_signal_stop > schedule
    leave_kernel user-exit stopped forever: leave_kernel > get_signal > do_signal_stop > schedule
    `,
  );
});

test('who plays an exception in the kernel does not leave for user mode', async () => {
  await checkResidency(
    `
#define DEFINE_IDTENTRY_RAW(func) noinstr void func(struct pt_regs *regs)
static __always_inline void leave(void) { get_signal(0); }
DEFINE_IDTENTRY_RAW(exc_one) { leave(); }
DEFINE_IDTENTRY_RAW(exc_other) { exc_one(0); }
static noinstr void entered(void) { exc_other(0); }
int play(void) { exc_other(0); return 1; }
`,
    `
    exc_one user-exit stopped forever: exc_one > leave > get_signal > do_signal_stop > schedule
    entered user-exit stopped forever: entered > exc_other > exc_one > leave > get_signal > do_signal_stop > schedule
    play leaf
    `,
  );
});

test('with PREEMPT_RT nothing is known to be unable to sleep', async () => {
  const realtime = { value: (name: string) => (name === 'CONFIG_PREEMPT_RT' ? 'y' : undefined) };
  await checkResidency('int plain(int n) { return n; }', 'plain transient', { config: realtime });
});
