// SPDX-License-Identifier: GPL-2.0
/*
 * A livepatch for any function that keeps what it does: the replacement jumps into the old body,
 * past the slot that ftrace hooks. Behaviour stays as it was while the transition is a real one.
 */
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/string.h>
#include <asm/linkage.h>
#include <asm/nospec-branch.h>

static char *old_name = "";
module_param(old_name, charp, 0444);
MODULE_PARM_DESC(old_name, "function to redirect");

static char *object = "";
module_param(object, charp, 0444);
MODULE_PARM_DESC(object, "module that the function is in; empty: the kernel itself");

static unsigned long sympos;
module_param(sympos, ulong, 0444);
MODULE_PARM_DESC(sympos, "which of several functions of that name, counted from 1; 0: the only one");

static unsigned long old_address;
module_param(old_address, ulong, 0444);
MODULE_PARM_DESC(old_address, "its address, as /proc/kallsyms says");

static bool leave_frame;
module_param(leave_frame, bool, 0444);
MODULE_PARM_DESC(leave_frame, "call the old body instead of jumping into it: a disabled patch can then be found on stacks");

/* Where the thunks go on: the first instruction after the old function's ftrace slot. */
unsigned long lab_old_body;
void lab_thunk_jump(void);
void lab_thunk_call(void);

asm(".pushsection .text\n"
    ".type lab_thunk_jump, @function\n"
    ".globl lab_thunk_jump\n"
    "lab_thunk_jump:\n"
    "	endbr64\n"
    ANNOTATE_RETPOLINE_SAFE
    "	jmp *lab_old_body(%rip)\n"
    ".size lab_thunk_jump, .-lab_thunk_jump\n"
    ".type lab_thunk_call, @function\n"
    ".globl lab_thunk_call\n"
    "lab_thunk_call:\n"
    "	endbr64\n"
    "	push %rbp\n"
    "	mov %rsp, %rbp\n"
    ANNOTATE_RETPOLINE_SAFE
    "	call *lab_old_body(%rip)\n"
    "	pop %rbp\n"
    "	" ASM_RET
    ".size lab_thunk_call, .-lab_thunk_call\n"
    ".popsection\n");

static const u8 endbr64[] = { 0xf3, 0x0f, 0x1e, 0xfa };
/* What an endbr64 that nothing jumps to is overwritten with (gen_endbr_poison() in asm/ibt.h): 6.1, 6.12. */
static const u8 sealed_endbr[][4] = {
	{ 0x0f, 0x1f, 0x40, 0xd6 },
	{ 0x66, 0x0f, 0x1f, 0x00 },
};
/* What ftrace's call is when nobody hooks it; 5.10 chooses by the processor. */
static const u8 ftrace_nops[][5] = {
	{ 0x0f, 0x1f, 0x44, 0x00, 0x00 },
	{ 0x66, 0x66, 0x66, 0x66, 0x90 },
};

/* The length of what precedes the old body, or 0 where the bytes are none of the known layouts. */
static unsigned long slot_length(unsigned long address)
{
	const u8 *code = (const u8 *)address;
	unsigned long length = 0;

	if (!memcmp(code, endbr64, sizeof(endbr64)) ||
	    !memcmp(code, sealed_endbr[0], sizeof(sealed_endbr[0])) ||
	    !memcmp(code, sealed_endbr[1], sizeof(sealed_endbr[1])))
		length = sizeof(endbr64);
	code += length;
	if (memcmp(code, ftrace_nops[0], sizeof(ftrace_nops[0])) &&
	    memcmp(code, ftrace_nops[1], sizeof(ftrace_nops[1])))
		return 0;
	return length + sizeof(ftrace_nops[0]);
}

static void never_called(void)
{
}

static struct ftrace_ops probe = { .func = (ftrace_func_t)(void *)never_called };

/* Whether ftrace could hook the address; the probe is never registered. */
static bool is_hookable(unsigned long address)
{
	bool hookable = !ftrace_set_filter_ip(&probe, address, 0, 0);

	ftrace_set_filter(&probe, NULL, 0, 1);
	return hookable;
}

/* A module's function lies elsewhere once the module was unloaded and loaded again. */
static int find_body(struct klp_object *patched)
{
	unsigned long address = (unsigned long)patched->funcs[0].old_func;
	unsigned long length = slot_length(address);

	if (!length)
		return -ENOEXEC;
	lab_old_body = address + length;
	return 0;
}

static struct klp_func funcs[] = { { }, { } };
static struct klp_object objects[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };

static int __init lab_livepatch_init(void)
{
	unsigned long length = old_address ? slot_length(old_address) : 0;

	/* The kernel refuses an unknown function of its own, but waits for a module's to come. */
	if (*object && !old_address)
		return -ENOEXEC;
	/* Without a known layout the patch may only be offered to a kernel that will refuse it. */
	if (old_address && !length && is_hookable(old_address)) {
		pr_err("%s: unknown bytes at its start: %*ph\n", old_name, 12, (void *)old_address);
		return -ENOEXEC;
	}
	lab_old_body = old_address + length;
	funcs[0].old_name = old_name;
	funcs[0].old_sympos = sympos;
	funcs[0].new_func = leave_frame ? lab_thunk_call : lab_thunk_jump;
	if (*object) {
		objects[0].name = object;
		objects[0].callbacks.pre_patch = find_body;
	}
	return klp_enable_patch(&patch);
}

static void __exit lab_livepatch_exit(void)
{
}

module_init(lab_livepatch_init);
module_exit(lab_livepatch_exit);
MODULE_DESCRIPTION("Redirects one function to itself, to watch the transition");
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
