import { expect, test } from 'vitest';
import { openKernelTree } from '../../kernel/open-tree.ts';
import { knowledgeFromGraph } from '../from-graph.ts';
import { computedStacks } from '../stack-facts.ts';
import { memoryTree, smallKernel } from '../testing/small-kernel.ts';

const options: Readonly<Record<string, string>> = { CONFIG_HZ: '250', CONFIG_SLOW_MS: '3000' };

const timers = `
int hrtimer_start(ktime_t *timer) { return 0; }
void __sched msleep(unsigned int msecs)
{
	unsigned long timeout = msecs_to_jiffies(msecs);

	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}
void __sched usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	ktime_t exp = ktime_add_us(ktime_get(), min);

	__set_current_state(state);
	hrtimer_start(&exp);
	schedule();
}
long __sched schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}
static long __sched wait_for_common(struct completion *x, long timeout, int state)
{
	do {
		__set_current_state(state);
		timeout = schedule_timeout(timeout);
	} while (!x->done && timeout);
	return timeout;
}
unsigned long __sched wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
`;

const delays = `
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);
static inline void usleep_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_UNINTERRUPTIBLE);
}
static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}
#define wait_event_timeout(wq_head, condition, timeout)	\\
({							\\
	long __ret = timeout;				\\
	__set_current_state(TASK_UNINTERRUPTIBLE);	\\
	for (;;) {					\\
		if (condition)				\\
			break;				\\
		__ret = schedule_timeout(__ret);	\\
	}						\\
	__ret;						\\
})
#define FAR_AWAY (2 * MINUTE)
#define MINUTE (60*HZ)
`;

/** The waits of the functions named first in each expected line, in the small kernel with `source` added. */
async function check(source: string, expected: string, told = 'wait'): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    ...smallKernel,
    'kernel/time/sleep_timeout.c': timers,
    'include/linux/delay.h': delays,
    'fs/test.c': `#include <linux/delay.h>\n${source}`,
  };
  const graph = await openKernelTree(memoryTree(files));
  const stacks = computedStacks(graph, {
    source: (file) => files[file]?.split('\n'),
    option: (name) => options[name],
  });
  const knowledge = knowledgeFromGraph(graph, 'a test', {}, stacks);
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim());
  const found = wanted.map((each) => {
    const [name = ''] = each.split(' ');
    const { kind = '', wait } = knowledge.lookup(name)?.residency[0] ?? {};
    const length = wait?.seconds === undefined ? '' : ` ${wait.seconds} s`;
    const subject = told === 'kind' ? `${name} ${kind}` : name;
    return `${subject} ${wait === undefined ? 'no wait' : `${wait.state} ${wait.bound}${length}`}`;
  });
  expect(found.join('\n')).toBe(wanted.join('\n'));
}

test('the length of a timeout, at the call and through what waits by it', async () => {
  await check(
    `
static int jiffies(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }
static void short_sleep(void) { msleep(100); }
static void long_sleep(void) { ssleep(2); }
static void range(void) { usleep_range(1000, 2000); }
static void completion(void) { wait_for_completion_timeout(&done, msecs_to_jiffies(CONFIG_SLOW_MS)); }
static void event(void) { wait_event_timeout(queue, ready, 5 * HZ); }
`,
    `
    jiffies interruptible timeout 0.1 s
    short_sleep uninterruptible timeout 0.1 s
    long_sleep uninterruptible timeout 2 s
    range uninterruptible timeout 0.002 s
    completion uninterruptible timeout 3 s
    event uninterruptible timeout 5 s
    msleep uninterruptible timeout
    `,
  );
});

test('a short sleep is over at the next try, except in the loop of a thread', async () => {
  await check(
    `
static int nap(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }
static int rest(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(3 * HZ); }
static int doze(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }
static int worker(void *data) { while (!kthread_should_stop()) doze(); return 0; }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); return 0; }
SYSCALL_DEFINE1(naps, int, fd) { return nap() + 1; }
SYSCALL_DEFINE1(rests, int, fd) { return rest() + 1; }
`,
    `
    nap transient interruptible timeout 0.1 s
    rest syscall-wait interruptible timeout 3 s
    doze thread-wait interruptible timeout 0.1 s
    `,
    'kind',
  );
});

test('a short sleep does not hide a longer wait further down', async () => {
  await check(
    `
static int ready(void) { return wait_event_interruptible(queue, ready); }
static int send_break(int duration) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(duration); }
static int waitactive(int n) { return ready() + 1; }
static int ioctl(int n) { if (n) return send_break(HZ/4) + 1; return waitactive(n) + 1; }
SYSCALL_DEFINE1(ioctls, int, fd) { return ioctl(fd) + 1; }
`,
    `
    send_break syscall-wait interruptible timeout
    ioctl syscall-wait interruptible event
    `,
    'kind',
  );
});

test('a constant, a variable, a parameter of who waits', async () => {
  await check(
    `
#define WHILE_MS 0x100 /* about a quarter */
static int constant(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(FAR_AWAY); }
static void own_constant(void) { msleep(WHILE_MS - 6u); }
static int variable(int n)
{
	long timeout = HZ;

	if (n)
		timeout = (long)3 * HZ;
	set_current_state(TASK_INTERRUPTIBLE);
	timeout = schedule_timeout(timeout);
	return timeout;
}
static int choice(int n) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(n ? HZ << 1 : max_t(long, HZ, 7)); }
static void given(int n) { msleep(n); }
static void of_field(struct it *it) { msleep(it->delay); }
static void changed(int n) { long time = 5; time += n; msleep(time); }
static void of_two(int n) { if (n) msleep(10); else msleep(30); }
static void one_unknown(int n) { msleep(10); msleep(n); }
static int helper(int ms) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(msecs_to_jiffies(ms)); }
static int giver(void) { return helper(4000) + 1; }
static int lent(int *time) { set_current_state(TASK_INTERRUPTIBLE); *time = schedule_timeout(*time); return 0; }
static int lender(void) { int time = 8 * HZ; return lent(&time) + 1; }
static int counted(void) { int time = HZ; count(&time); return lent(&time) + 1; }
static int hasty(void) { return helper(0) + 1; }
static int endless(void) { long t = MAX_SCHEDULE_TIMEOUT; set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(t); }
`,
    `
    constant interruptible timeout 120 s
    own_constant uninterruptible timeout 0.252 s
    variable interruptible timeout 3 s
    choice interruptible timeout 2 s
    given uninterruptible timeout
    of_field uninterruptible timeout
    changed uninterruptible timeout
    of_two uninterruptible timeout 0.032 s
    one_unknown uninterruptible timeout
    helper interruptible timeout
    giver interruptible timeout 4 s
    lent interruptible timeout
    lender interruptible timeout 8 s
    counted interruptible timeout
    hasty interruptible timeout
    endless interruptible event
    `,
  );
});

test('an error that stands in the place of a time, where a signal came, is none', async () => {
  await check(
    `
#define wait_event_signal_timeout(wq_head, condition, timeout)	\\
({							\\
	long __ret = timeout;				\\
	set_current_state(TASK_INTERRUPTIBLE);		\\
	for (;;) {					\\
		long __int = prepare_to_wait_event(&wq_head, &__wq_entry, TASK_INTERRUPTIBLE);	\\
		if (condition)				\\
			break;				\\
		if (__int) {				\\
			__ret = __int;			\\
			goto __out;			\\
		}					\\
		__ret = schedule_timeout(__ret);	\\
	}						\\
__out:	__ret;						\\
})
static int event(void) { return wait_event_signal_timeout(queue, ready, 10 * HZ); }
static int signalled(int pending)
{
	long timeout = 2 * HZ;

	if (pending)
		timeout = -ERESTARTSYS;
	set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}
static int other(int pending)
{
	long timeout = 2 * HZ;

	if (pending)
		timeout = -pending;
	set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}
`,
    `
    event interruptible timeout 10 s
    signalled interruptible timeout 2 s
    other interruptible timeout
    `,
  );
});

test('a short sleep that is begun again and again is no short one', async () => {
  const loops = [
    ['again', 'while (!ready()) nap();'],
    ['forever', 'for (;;) { if (ready()) break; nap(); }'],
    ['until', 'do { nap(); } while (!ready());'],
    ['condition', 'while (nap() == 0) look();'],
    ['jump', 'retry: nap(); if (!ready()) goto retry;'],
    ['counted', 'int tries = 5; while (tries--) nap();'],
    ['times', 'int i; for (i = 0; i < 5; i++) nap();'],
    ['jumps', 'int tries = 0; retry: nap(); if (++tries < 5) goto retry;'],
    ['once', 'nap(); while (!ready()) look();'],
    [
      'rest',
      'long t = HZ/10; while (t && !ready()) { set_current_state(TASK_INTERRUPTIBLE); t = schedule_timeout(t); }',
    ],
  ];
  const source = loops.map(
    ([name, body]) => `static int ${name}(void) { ${body} return 1; }
SYSCALL_DEFINE1(${name}s, int, fd) { return ${name}() + 1; }`,
  );
  await check(
    `static int nap(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }\n${source.join('\n')}`,
    `
    again syscall-wait interruptible timeout
    forever syscall-wait interruptible timeout
    until syscall-wait interruptible timeout
    condition syscall-wait interruptible timeout
    jump syscall-wait interruptible timeout
    counted transient interruptible timeout 0.1 s
    times transient interruptible timeout 0.1 s
    jumps transient interruptible timeout 0.1 s
    once transient interruptible timeout 0.1 s
    rest transient interruptible timeout 0.1 s
    nap transient interruptible timeout 0.1 s
    `,
    'kind',
  );
});

test('what a thread is handed is on its stack for good, unless it is called round by round', async () => {
  await check(
    `
struct context { int (*recover)(int n); };
struct synth { int (*catch_up)(int n); };
static int recovery(int n) { while (!kthread_should_stop()) wait_event_interruptible(queue, ready); return 0; }
static int catching(int n) { while (!kthread_should_stop()) wait_event_interruptible(queue, ready); return 0; }
static struct context contexts = { .recover = recovery };
static struct synth synths = { .catch_up = catching };
static int host(void *data) { struct context *of = data; kthread_should_stop(); return of->recover(1) + 1; }
static int speak(void *data) { struct synth *of = data; while (1) { kthread_should_stop(); of->catch_up(1); } return 0; }
int start(void) { kthread_run(host, 0, "host/%d", 1); kthread_run(speak, 0, "speak/%d", 1); return 0; }
`,
    `
    recovery thread-main interruptible event
    catching syscall-wait interruptible event
    host thread-main interruptible event
    speak thread-main interruptible event
    `,
    'kind',
  );
});
