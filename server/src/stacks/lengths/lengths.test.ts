import { test } from 'vitest';
import { checkLengths as check } from '../testing/length-case.ts';

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
