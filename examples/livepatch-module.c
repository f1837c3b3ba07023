// SPDX-License-Identifier: GPL-2.0
/*
 * An example for livepatch-check: a livepatch module that replaces a function
 * nobody sleeps in, one that every idle task sits in, and one that a kernel
 * thread never leaves. Open it in the editor, or run
 *
 *	npm start -- examples/livepatch-module.c
 *
 * It is meant to be read by the tool, not to be loaded.
 */
#include <linux/kernel.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/seq_file.h>

static int livepatch_cmdline_proc_show(struct seq_file *m, void *v)
{
	seq_puts(m, "this has been livepatched\n");
	return 0;
}

static void livepatch_do_idle(void)
{
}

static int livepatch_worker_thread(void *worker)
{
	return 0;
}

static struct klp_func funcs[] = {
	{
		.old_name = "cmdline_proc_show",
		.new_func = livepatch_cmdline_proc_show,
	},
	{
		.old_name = "do_idle",
		.new_func = livepatch_do_idle,
	},
	{
		.old_name = "worker_thread",
		.new_func = livepatch_worker_thread,
	}, { }
};

static struct klp_object objs[] = {
	{
		/* no .name: vmlinux itself */
		.funcs = funcs,
	}, { }
};

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objs,
};

static int livepatch_init(void)
{
	return klp_enable_patch(&patch);
}

static void livepatch_exit(void)
{
}

module_init(livepatch_init);
module_exit(livepatch_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
