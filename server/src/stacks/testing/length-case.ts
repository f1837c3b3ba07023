import { expect } from 'vitest';
import { openKernelTree } from '../../kernel/open-tree.ts';
import { knowledgeFromGraph } from '../from-graph.ts';
import { computedStacks } from '../stack-facts.ts';
import { memoryTree, smallKernel } from './small-kernel.ts';

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
export async function checkLengths(source: string, expected: string, told = 'wait'): Promise<void> {
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
