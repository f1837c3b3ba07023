import { expect, test } from 'vitest';
import type { FilesAtHand } from '../../ports/files.ts';
import { buildPlanOf } from '../tree/build-plan.ts';
import { KernelConfig } from '../tree/config.ts';
import { generatedFunctions } from './generated.ts';

/** Files of a text in which `//- path` begins one. */
function filesOf(text: string): Readonly<Record<string, string>> {
  const parts = text.split(/^[ \t]*\/\/- (.+)\n/m);
  const files: Record<string, string> = {};
  for (let at = 1; at < parts.length; at += 2) files[parts[at]?.trim() ?? ''] = parts[at + 1] ?? '';
  return files;
}

/** Every function that macros make: place, name, annotations of interest, macro. */
function check(text: string, expected: string): void {
  const texts: Readonly<Record<string, string>> = {
    'arch/x86/Makefile': '',
    Kbuild: 'obj-y += kernel/\n',
    'kernel/Makefile': 'obj-y += a.o\n',
    ...filesOf(text),
  };
  const files: FilesAtHand = {
    read: (path) => {
      const found = texts[path];
      return found === undefined ? undefined : new TextEncoder().encode(found);
    },
    list: (folder) => {
      const inside = Object.keys(texts).filter((path) => path.startsWith(`${folder}/`));
      return [
        ...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')),
      ].sort();
    },
  };
  const config = new KernelConfig('CONFIG_X86=y\nCONFIG_IA32=y\n');
  const plan = buildPlanOf((path) => texts[path], config, 'x86');
  const found = generatedFunctions(files, plan, 'x86', config).map((each) => {
    const notes = each.attributes.filter((word) => /notrace|inline|noinstr/.test(word));
    const alias = each.alias === undefined ? [] : [`= ${each.alias}`];
    const calls = each.calls.length === 0 ? [] : [`-> ${each.calls.join(' ')}`];
    const still = each.isStatic ? ['static'] : [];
    return [`${each.file}:${each.line}`, each.name, ...still, ...notes, ...alias, ...calls].join(
      ' ',
    );
  });
  const lines = expected
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  expect(found).toEqual(lines);
}

test('names put together, through macros within macros and over comments', () =>
  check(
    `
//- include/linux/seq_file.h
#define __OPEN(name, rest...) static int name ## _open(struct inode *i) { return single_open(i, ##rest); }
#define DEFINE_SHOW(name)  /* a comment \\
  over two lines */ \\
  __OPEN(name ## _now, 1) \\
  static const struct file_operations name ## _fops = { .open = name ## _now_open, };
//- kernel/a.c
DEFINE_SHOW(stats);
static int stats_show(void)
{
DEFINE_SHOW(inside)
}
#ifdef CONFIG_ABSENT
DEFINE_SHOW(absent);
#endif
// DEFINE_SHOW(comment);
`,
    `
    kernel/a.c:1 stats_now_open static -> single_open
    kernel/a.c:4 inside_now_open static -> single_open
    `,
  ));

test('the functions of a system call, by the architecture and not by the fallback', () =>
  check(
    `
//- include/linux/syscalls.h
#ifndef SYSCALL_DEFINE0
#define SYSCALL_DEFINE0(name) long sys_##name(void)
#endif
//- include/linux/compiler.h
#define __alias(symbol) __attribute__((__alias__(#symbol)))
//- arch/x86/include/asm/syscall_wrapper.h
#ifndef _ASM_X86_SYSCALL_WRAPPER_H
#define _ASM_X86_SYSCALL_WRAPPER_H
#ifdef CONFIG_IA32
#define __IA32(name) long __ia32_sys_##name(void) __alias(__do_sys_##name);
#else
#define __IA32(name)
#endif
#define SYSCALL_DEFINE0(name) \\
  static long __do_sys_##name(void); \\
  __IA32(name) \\
  static long __do_sys_##name(void)
#endif
//- kernel/a.c
SYSCALL_DEFINE0(pause)
{
  return wait();
}
`,
    `
    kernel/a.c:1 __ia32_sys_pause = __do_sys_pause
    kernel/a.c:1 __do_sys_pause static
    `,
  ));

test('a list in a header, for a macro that the file defines', () =>
  check(
    `
//- include/linux/hook_defs.h
HOOK(int, open, struct file *file)
HOOK(void, close)
//- kernel/a.c
#define HOOK(RET, NAME, ...) noinline RET bpf_##NAME(__VA_ARGS__) { return 0; }
#include <linux/hook_defs.h>
#undef HOOK
`,
    `
    include/linux/hook_defs.h:1 bpf_open noinline
    include/linux/hook_defs.h:2 bpf_close noinline
    `,
  ));

test('the tracepoints of events, where a file makes them', () =>
  check(
    `
//- include/linux/tracepoint.h
#define PARAMS(args...) args
#define TP_PROTO(args...) args
#define TP_ARGS(args...) args
#define TRACE_EVENT(name, proto, args, print) static inline void trace_##name(proto) { }
#define DEFINE_TRACE(_name, proto, args) int __traceiter_##_name(void *__data, proto) { return 0; }
//- include/trace/define_trace.h
#ifdef CREATE_TRACE_POINTS
#undef TRACE_EVENT
#define TRACE_EVENT(name, proto, args, print) DEFINE_TRACE(name, PARAMS(proto), PARAMS(args))
#undef TRACE_EVENT
#endif
//- include/trace/events/sched.h
#include <linux/tracepoint.h>
TRACE_EVENT(sched_switch,
  TP_PROTO(bool preempt, int state),
  TP_ARGS(preempt, state), "%d")
#include <trace/define_trace.h>
//- kernel/a.c
#define CREATE_TRACE_POINTS
#include <trace/events/sched.h>
#undef CREATE_TRACE_POINTS
`,
    'include/trace/events/sched.h:2 __traceiter_sched_switch',
  ));

test('another name of a definition macro, and annotations in it', () =>
  check(
    `
//- arch/x86/include/asm/idtentry.h
#define DEFINE_RAW(func) noinstr void func(struct pt_regs *regs)
#define DEFINE_DF DEFINE_RAW
//- kernel/a.c
DEFINE_DF(exc_double_fault)
{
}
`,
    'kernel/a.c:1 exc_double_fault noinstr',
  ));

test('macros that never end are given up', () =>
  check(
    `
//- kernel/a.c
#define A(x) B(x) B(x) { }
#define B(x) A(x) A(x)
#define C C
A(1)
C(2);
A(
`,
    '',
  ));
