// SPDX-License-Identifier: GPL-2.0
/* Kernel threads that behave in one way each; unloading the module ends the thread. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/wait.h>

static char *behaviour = "";
module_param(behaviour, charp, 0444);
MODULE_PARM_DESC(behaviour, "spin, yield, freezable, uninterruptible, periodic or visiting");

static int cpu = 1;
module_param(cpu, int, 0444);
MODULE_PARM_DESC(cpu, "CPU that the thread is bound to");

static int spin_seconds = 25;
module_param(spin_seconds, int, 0444);
MODULE_PARM_DESC(spin_seconds, "how long a spinning thread spins without a pause");

static DECLARE_WAIT_QUEUE_HEAD(nobody_wakes);
static struct task_struct *thread;

static noinline int lab_spin(void *unused)
{
	unsigned long end = jiffies + spin_seconds * HZ;

	while (!kthread_should_stop() && time_before(jiffies, end))
		cpu_relax();
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static noinline int lab_yield(void *unused)
{
	while (!kthread_should_stop()) {
		cpu_relax();
		cond_resched();
	}
	return 0;
}

static noinline int lab_freezable(void *unused)
{
	set_freezable();
	while (!kthread_should_stop())
		wait_event_freezable(nobody_wakes, kthread_should_stop());
	return 0;
}

static noinline int lab_uninterruptible(void *unused)
{
	wait_event(nobody_wakes, kthread_should_stop());
	return 0;
}

/* The callee that the periodic thread leaves at each round, to enter it again at once. */
static noinline void lab_round(void)
{
	schedule_timeout_interruptible(HZ / 2);
	barrier();
}

static noinline int lab_periodic(void *unused)
{
	while (!kthread_should_stop()) {
		lab_round();
		barrier();
	}
	return 0;
}

static noinline void lab_visit(void)
{
	schedule_timeout_interruptible(HZ / 3);
	barrier();
}

/* Is half of its time in the callee, at moments that do not go with the tries' whole seconds. */
static noinline int lab_visiting(void *unused)
{
	while (!kthread_should_stop()) {
		lab_visit();
		schedule_timeout_interruptible(HZ * 4 / 9);
	}
	return 0;
}

static const struct {
	const char *name;
	int (*main)(void *unused);
} behaviours[] = {
	{ "spin", lab_spin },
	{ "yield", lab_yield },
	{ "freezable", lab_freezable },
	{ "uninterruptible", lab_uninterruptible },
	{ "periodic", lab_periodic },
	{ "visiting", lab_visiting },
};

static int __init lab_threads_init(void)
{
	size_t at;

	for (at = 0; at < ARRAY_SIZE(behaviours); at++)
		if (!strcmp(behaviours[at].name, behaviour))
			break;
	if (at == ARRAY_SIZE(behaviours))
		return -EINVAL;
	thread = kthread_create(behaviours[at].main, NULL, "lab_%s", behaviour);
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, cpu);
	wake_up_process(thread);
	return 0;
}

static void __exit lab_threads_exit(void)
{
	kthread_stop(thread);
}

module_init(lab_threads_init);
module_exit(lab_threads_exit);
MODULE_DESCRIPTION("Kernel threads to try transitions on");
MODULE_LICENSE("GPL");
