import { test } from 'vitest';
import { checkResidency } from './testing/residency-case.ts';

test('a kernel thread: its main, what it waits in, what it calls', async () => {
  await checkResidency(
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

test('waits of system calls, by state', async () => {
  await checkResidency(
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
  await checkResidency(
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

test('a state that a helper sets, or chooses', async () => {
  await checkResidency(
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

test('what goes to sleep without schedule()', async () => {
  await checkResidency(
    `
void rt_mutex_schedule(void) { __schedule(0); }
static int __sched block(int state) { rt_mutex_schedule(); return 0; }
int wait_for_owner(void) { set_current_state(TASK_INTERRUPTIBLE); return block(TASK_INTERRUPTIBLE); }
SYSCALL_DEFINE1(locks, int, fd) { return wait_for_owner() + 1; }
`,
    `
    wait_for_owner syscall-wait interruptible event [locks(2)]: __x64_sys_locks > __se_sys_locks > __do_sys_locks > wait_for_owner > block > rt_mutex_schedule
    block syscall-wait interruptible event [tasks that wait by it]: __x64_sys_locks > __se_sys_locks > __do_sys_locks > wait_for_owner > block > rt_mutex_schedule
    rt_mutex_schedule syscall-wait interruptible event [tasks that wait by it]: __x64_sys_locks > __se_sys_locks > __do_sys_locks > wait_for_owner > block > rt_mutex_schedule
    `,
  );
});

test('a static function that sleeps in the state that its caller set', async () => {
  await checkResidency(
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
  await checkResidency(
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
  await checkResidency(
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

test('who wakes a task, ends a reader of RCU or runs softirqs does not sleep by what is below', async () => {
  await checkResidency(
    `
static int place(void) { mutex_lock(&lock); return 0; }
int try_to_wake_up(struct task_struct *p) { return place(); }
void __rcu_read_unlock(void) { place(); }
void handle_softirqs(int on) { place(); }
int add_waiter(void) { set_current_state(TASK_INTERRUPTIBLE); try_to_wake_up(0); __rcu_read_unlock(); return 0; }
void do_wait(void) { schedule(); }
static int waiter(void) { add_waiter(); do_wait(); return 0; }
static void run_softirqs(void) { handle_softirqs(1); }
SYSCALL_DEFINE0(waits) { run_softirqs(); return waiter() + 1; }
`,
    `
    place transient uninterruptible event: place > mutex_lock > schedule
    add_waiter leaf
    run_softirqs leaf
    waiter syscall-wait interruptible event [waits(2)]: __x64_sys_waits > __se_sys_waits > __do_sys_waits > waiter > do_wait > schedule
    `,
  );
});

test('the functions that a system call is made of count as one call on the way to its wait', async () => {
  await checkResidency(
    `
static int a9(void) { return wait_event_interruptible(queue, ready); }
static int a8(void) { return a9() + 1; }
static int a7(void) { return a8() + 1; }
static int a6(void) { return a7() + 1; }
static int a5(void) { return a6() + 1; }
static int a4(void) { return a5() + 1; }
static int a3(void) { return a4() + 1; }
static int a2(void) { return a3() + 1; }
static int a1(void) { return a2() + 1; }
SYSCALL_DEFINE1(deep, int, fd) { return a1() + 1; }
`,
    `
    __x64_sys_deep syscall-wait interruptible event [deep(2)]: __x64_sys_deep > __se_sys_deep > __do_sys_deep > a1 > a2 > a3 > a4 > a5 > a6 > a7 > a8 > a9 > schedule
    `,
  );
});

test('waits that the freezer leaves a task in, before TASK_FREEZABLE', async () => {
  await checkResidency(
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
  await checkResidency(
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
  await checkResidency(
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
  await checkResidency(
    `
int idles(void) { return schedule_timeout_idle(5) + 1; }
`,
    `
    idles thread-wait idle timeout [a kernel thread that calls it]: idles > schedule_timeout_idle > schedule_timeout > schedule
    `,
  );
});
