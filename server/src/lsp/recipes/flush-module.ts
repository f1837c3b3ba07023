import type { WriteRecipe } from './model.ts';
import { cPreface } from './preface.ts';

/**
 * A module that runs an empty work item on every CPU. `schedule_on_each_cpu()` itself is not exported
 * to modules, so it does what that function does (kernel/workqueue.c) with what is exported.
 */
export const flushModule: WriteRecipe = (occasion) => ({
  languageId: 'c',
  fileName: 'livepatch-flush.c',
  text: `// SPDX-License-Identifier: GPL-2.0
/*
${cPreface(occasion)}
 *
 * Build it beside a Makefile that holds the one line
 *   obj-m := livepatch-flush.o
 * with: make -C /lib/modules/$(uname -r)/build M=$PWD modules
 * Load it while the transition is open (insmod livepatch-flush.ko), then remove it
 * (rmmod livepatch_flush): its work is done once insmod returns.
 */
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/workqueue.h>

static void livepatch_flush_stub(struct work_struct *work)
{
}

static int __init livepatch_flush_init(void)
{
	struct work_struct __percpu *works;
	int cpu;

	works = alloc_percpu(struct work_struct);
	if (!works)
		return -ENOMEM;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		struct work_struct *work = per_cpu_ptr(works, cpu);

		INIT_WORK(work, livepatch_flush_stub);
		schedule_work_on(cpu, work);
	}
	for_each_online_cpu(cpu)
		flush_work(per_cpu_ptr(works, cpu));
	cpus_read_unlock();

	free_percpu(works);
	return 0;
}

static void __exit livepatch_flush_exit(void)
{
}

module_init(livepatch_flush_init);
module_exit(livepatch_flush_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Runs an empty work item on every CPU");
`,
});
