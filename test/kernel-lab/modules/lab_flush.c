// SPDX-License-Identifier: GPL-2.0
/*
 * The review's flush: an empty function run by a kworker on every CPU, as schedule_on_each_cpu()
 * does, which modules cannot call. Loading this does the work and then fails with EAGAIN, so that it
 * never stays loaded.
 */
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/workqueue.h>

static DEFINE_PER_CPU(struct work_struct, work_of_cpu);

static void nothing(struct work_struct *work)
{
}

static int __init lab_flush_init(void)
{
	int cpu;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		struct work_struct *work = per_cpu_ptr(&work_of_cpu, cpu);

		INIT_WORK(work, nothing);
		schedule_work_on(cpu, work);
	}
	for_each_online_cpu(cpu)
		flush_work(per_cpu_ptr(&work_of_cpu, cpu));
	cpus_read_unlock();
	return -EAGAIN;
}

module_init(lab_flush_init);
MODULE_DESCRIPTION("Runs an empty function on every CPU");
MODULE_LICENSE("GPL");
