import { expect, test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { FunctionAnswer, Residency } from './model.ts';
import type { PatchSources } from './patchable/patchability.ts';
import { memoryTree, smallKernel } from './testing/small-kernel.ts';

function line(residency: Residency): string {
  const { kind, wait, task, path } = residency;
  const how =
    wait === undefined
      ? ''
      : ` ${wait.state}${wait.freezable ? '+freezable' : ''}${wait.deaf ? '+deaf' : ''} ${wait.bound}`;
  const who = kind === 'thread-wait' || kind === 'syscall-wait' ? ` [${task}]` : '';
  const way = path.map((step) => step.function).join(' > ');
  return `${kind}${how}${who}${way === '' ? '' : `: ${way}`}`;
}

function rendered(name: string, answer: FunctionAnswer | undefined): string {
  const lines = answer === undefined ? ['unknown'] : answer.residency.map(line);
  return lines.map((each) => `${name} ${each}`).join('\n');
}

/** Judges the functions named at the start of each expected line, in the small kernel with `source` added. */
async function check(source: string, expected: string, sources: PatchSources = {}): Promise<void> {
  const graph = await openKernelTree(memoryTree({ ...smallKernel, 'fs/test.c': source }));
  const knowledge = knowledgeFromGraph(graph, 'a test', sources);
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim());
  const names = new Set(wanted.map((each) => each.split(' ')[0] ?? ''));
  const found = [...names].map((name) => rendered(name, knowledge.lookup(name)));
  expect(found.join('\n')).toBe(wanted.join('\n'));
}

test('the idle task, the scheduler and preemption', async () => {
  await check(
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

test('a kernel thread: its main, what it waits in, what it calls', async () => {
  await check(
    `
static int step(int n) { return n + 1; }
static void wait_for_work(void) { wait_event_freezable(queue, ready); }
static int worker(void *data) { while (!kthread_should_stop()) { wait_for_work(); step(1); } return 0; }
static int job(void *data) { return step(2); }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); kthread_run(job, 0, "job"); return 0; }
`,
    `
    worker thread-main interruptible+freezable event: kthread > worker > wait_for_work > schedule
    wait_for_work thread-wait interruptible+freezable event [worker/%d]: worker > wait_for_work > schedule
    step leaf
    job transient
    kthread thread-main: kthread
    `,
  );
});

test('a thread that never returns from the function it calls', async () => {
  await check(
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
  await check(
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

test('waits of system calls, by state', async () => {
  await check(
    `
static int any(void) { return wait_event_interruptible(queue, ready); }
static int kill(void) { return wait_event_killable(queue, ready); }
static int hard(void) { wait_event(queue, ready); return 0; }
static int timed(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(5); }
static int endless(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(MAX_SCHEDULE_TIMEOUT); }
SYSCALL_DEFINE1(anyone, int, fd) { return any(); }
SYSCALL_DEFINE1(killed, int, fd) { return kill() + hard(); }
SYSCALL_DEFINE1(timely, int, fd) { return timed() + endless(); }
`,
    `
    any syscall-wait interruptible event [anyone(2)]: __x64_sys_anyone > __se_sys_anyone > __do_sys_anyone > any > schedule
    kill syscall-wait killable event [killed(2)]: __x64_sys_killed > __se_sys_killed > __do_sys_killed > kill > schedule
    hard transient uninterruptible event: hard > schedule
    timed syscall-wait interruptible timeout [timely(2)]: __x64_sys_timely > __se_sys_timely > __do_sys_timely > timed > schedule_timeout > schedule
    endless syscall-wait interruptible event [timely(2)]: __x64_sys_timely > __se_sys_timely > __do_sys_timely > endless > schedule_timeout > schedule
    `,
  );
});

test('a state handed to a function that waits in it', async () => {
  await check(
    `
int wait_in(long timeout, int state) { set_current_state(state); return schedule_timeout(timeout); }
int caller(void) { return wait_in(3, TASK_KILLABLE); }
SYSCALL_DEFINE1(calls, int, fd) { return caller(); }
`,
    `
    caller syscall-wait killable timeout [calls(2)]: __x64_sys_calls > __se_sys_calls > __do_sys_calls > caller > wait_in > schedule_timeout > schedule
    `,
  );
});

test('locks and devices are short whatever the state', async () => {
  await check(
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
  await check(
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
  await check(
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

test('a state that a helper sets, or chooses', async () => {
  await check(
    `
static void mark(void) { __set_current_state(TASK_INTERRUPTIBLE); }
static int marked(void) { mark(); schedule(); return 0; }
static int choice(int hard)
{
	if (hard)
		return TASK_KILLABLE;
	return TASK_INTERRUPTIBLE;
}
static int chosen(int hard) { int state = choice(hard); set_current_state(state); schedule(); return 0; }
SYSCALL_DEFINE1(marks, int, fd) { return marked() + chosen(fd) + 1; }
`,
    `
    marked syscall-wait interruptible event [marks(2)]: __x64_sys_marks > __se_sys_marks > __do_sys_marks > marked > schedule
    chosen syscall-wait killable event [marks(2)]: __x64_sys_marks > __se_sys_marks > __do_sys_marks > chosen > schedule
    chosen syscall-wait interruptible event [marks(2)]: __x64_sys_marks > __se_sys_marks > __do_sys_marks > chosen > schedule
    `,
  );
});

test('a static function that sleeps in the state that its caller set', async () => {
  await check(
    `
static int nap(int n) { schedule(); return n; }
static int napper(void) { prepare_to_wait(&queue, &wait, TASK_INTERRUPTIBLE); nap(1); return 0; }
SYSCALL_DEFINE1(naps, int, fd) { return napper() + 1; }
`,
    `
    napper syscall-wait interruptible event [naps(2)]: __x64_sys_naps > __se_sys_naps > __do_sys_naps > napper > nap > schedule
    nap syscall-wait interruptible event [tasks that wait by it]: __x64_sys_naps > __se_sys_naps > __do_sys_naps > napper > nap > schedule
    `,
  );
});

test('a function that anyone can call sleeps in the state that its caller is in', async () => {
  await check(
    `
int get_ready(int n) { if (n) return -1; set_current_state(TASK_INTERRUPTIBLE|TASK_FREEZABLE); return n; }
void do_wait(void) { schedule(); __set_current_state(TASK_RUNNING); }
static int waiter(int n) { if (get_ready(n)) return 1; do_wait(); return 0; }
SYSCALL_DEFINE1(waits, int, fd) { return waiter(fd) + 1; }
`,
    `
    waiter syscall-wait interruptible+freezable event [waits(2)]: __x64_sys_waits > __se_sys_waits > __do_sys_waits > waiter > do_wait > schedule
    do_wait syscall-wait interruptible+freezable event [tasks that wait by it]: __x64_sys_waits > __se_sys_waits > __do_sys_waits > waiter > do_wait > schedule
    get_ready leaf
    `,
  );
});

test('a callee that waits itself leaves no state behind', async () => {
  await check(
    `
int settle(void) { set_current_state(TASK_INTERRUPTIBLE); schedule(); return 0; }
void give_way(void) { schedule(); }
static int caller(void) { settle(); give_way(); return 0; }
SYSCALL_DEFINE0(calls) { return caller() + 1; }
`,
    `
    settle syscall-wait interruptible event [calls(2)]: __x64_sys_calls > __se_sys_calls > __do_sys_calls > caller > settle > schedule
    give_way transient: give_way > schedule
    `,
  );
});

test('waits that the freezer leaves a task in, before TASK_FREEZABLE', async () => {
  await check(
    `
static inline void freezer_do_not_count(void) { flags |= PF_FREEZER_SKIP; }
static inline void freezable_schedule(void) { freezer_do_not_count(); schedule(); }
static int freezable_nap(int n) { set_current_state(TASK_INTERRUPTIBLE); freezable_schedule(); return n; }
static int for_child(int n) { freezer_do_not_count(); wait_event_killable(queue, ready); return n; }
static int stop_here(int n) { set_special_state(TASK_STOPPED); freezable_schedule(); return n; }
SYSCALL_DEFINE1(naps, int, n) { return freezable_nap(n) + 1; }
SYSCALL_DEFINE1(stops, int, n) { return stop_here(n) + 1; }
SYSCALL_DEFINE1(forks, int, n) { return for_child(n) + 1; }
`,
    `
    freezable_nap syscall-wait interruptible+freezable event [naps(2)]: __x64_sys_naps > __se_sys_naps > __do_sys_naps > freezable_nap > freezable_schedule > schedule
    for_child syscall-wait killable+freezable event [forks(2)]: __x64_sys_forks > __se_sys_forks > __do_sys_forks > for_child > schedule
    stop_here user-exit stopped forever: stop_here > freezable_schedule > schedule
    `,
  );
});

test('waits in a loop that takes fake signals away itself', async () => {
  await check(
    `
static inline void clear_notify_signal(void) { flags &= ~TIF_NOTIFY_SIGNAL; }
static inline int run_work(void) { clear_notify_signal(); return work(); }
static int one_wait(int n) { set_current_state(TASK_INTERRUPTIBLE); schedule(); return n; }
static int ring_wait(int n) { do { one_wait(n); run_work(); } while (n); return n; }
static int plain_wait(int n) { set_current_state(TASK_INTERRUPTIBLE); schedule(); return n; }
static inline int run_each(void) { return run_work(); }
static int run_or_tell(void) { if (run_each()) return 1; return task_sigpending(current); }
static int far_once(int n) { if (run_or_tell() || schedule()) return -1; return n; }
static int far_wait(int n) { do { set_current_state(TASK_INTERRUPTIBLE); n = far_once(n); } while (n); return n; }
static int other(int n) { set_current_state(TASK_INTERRUPTIBLE); schedule(); return n; }
SYSCALL_DEFINE1(rings, int, n) { return ring_wait(n) + 1; }
SYSCALL_DEFINE1(fars, int, n) { if (n) return other(n) + 1; return far_wait(n) + 1; }
SYSCALL_DEFINE1(plains, int, n) { return plain_wait(n) + 1; }
`,
    `
    ring_wait syscall-wait interruptible+deaf event [rings(2)]: __x64_sys_rings > __se_sys_rings > __do_sys_rings > ring_wait > one_wait > schedule
    one_wait syscall-wait interruptible+deaf event [rings(2)]: __x64_sys_rings > __se_sys_rings > __do_sys_rings > ring_wait > one_wait > schedule
    far_wait syscall-wait interruptible+deaf event [fars(2)]: __x64_sys_fars > __se_sys_fars > __do_sys_fars > far_wait > far_once > schedule
    other syscall-wait interruptible event [fars(2)]: __x64_sys_fars > __se_sys_fars > __do_sys_fars > other > schedule
    plain_wait syscall-wait interruptible event [plains(2)]: __x64_sys_plains > __se_sys_plains > __do_sys_plains > plain_wait > schedule
    `,
  );
});

test('tasks held by a tracer or the freezer', async () => {
  await check(
    `
static int ptrace_stop(int why) { set_special_state(TASK_TRACED); schedule(); return 0; }
int ptrace_notify(int why) { return ptrace_stop(why) + 1; }
int clone_it(int why) { wait_event_killable(queue, ready); return ptrace_notify(why) + 1; }
bool __refrigerator(bool check) { set_current_state(TASK_UNINTERRUPTIBLE); schedule(); return true; }
SYSCALL_DEFINE1(clones, int, why) { return clone_it(why) + 1; }
`,
    `
    ptrace_stop user-exit traced forever: ptrace_stop > schedule
    ptrace_notify user-exit traced forever: ptrace_notify > ptrace_stop > schedule
    clone_it syscall-wait killable event [clones(2)]: __x64_sys_clones > __se_sys_clones > __do_sys_clones > clone_it > schedule
    clone_it user-exit traced forever: clone_it > ptrace_notify > ptrace_stop > schedule
    __refrigerator user-exit frozen forever: __refrigerator > schedule
    `,
  );
});

test('a wait for kernel threads whose threads are not known', async () => {
  await check(
    `
int idles(void) { return schedule_timeout_idle(5) + 1; }
`,
    `
    idles thread-wait idle timeout [a kernel thread that calls it]: idles > schedule_timeout_idle > schedule_timeout > schedule
    `,
  );
});

test('with PREEMPT_RT nothing is known to be unable to sleep', async () => {
  const realtime = { value: (name: string) => (name === 'CONFIG_PREEMPT_RT' ? 'y' : undefined) };
  await check('int plain(int n) { return n; }', 'plain transient', { config: realtime });
});
