import { expect } from 'vitest';
import { generatedFunctions } from '../../kernel/generated/generated.ts';
import { generatedByName } from '../../kernel/generated/model.ts';
import { openKernelTree } from '../../kernel/open-tree.ts';
import type { KernelLists } from '../../kernel/symbols/lists.ts';
import { buildPlanOf } from '../../kernel/tree/build-plan.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import type { FilesAtHand } from '../../ports/files.ts';
import { knowledgeFromGraph } from '../from-graph.ts';
import { readAnnotationMacros } from '../patchable/definitions.ts';
import { memoryTree } from './small-kernel.ts';

/** What the headers of a kernel define, as far as the cases use it. */
const headers: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  Kbuild: 'obj-y += kernel/\n',
  'include/linux/compiler_types.h': `
#define notrace __attribute__((__no_instrument_function__))
#define inline inline __gnu_inline __inline_maybe_unused notrace
#define __noinstr_section(section) \\
	noinline notrace __attribute((__section__(section))) __no_kcsan
#define noinstr __noinstr_section(".noinstr.text")
#define __always_inline inline __attribute__((__always_inline__))
#define __alias(symbol) __attribute__((__alias__(#symbol)))
`,
  'include/linux/init.h': `
#define __init __section(".init.text") __cold
#ifdef CONFIG_PM
#define __pm
#else
#define __pm __init
#endif
`,
  'include/linux/kprobes.h': '#define __kprobes __section(".kprobes.text")\n',
  'include/linux/seq_file.h': `
#define DEFINE_SHOW_ATTRIBUTE(__name)					\\
static int __name ## _open(struct inode *inode, struct file *file)	\\
{									\\
	return single_open(file, __name ## _show, inode->i_private);	\\
}									\\
static const struct file_operations __name ## _fops = {			\\
	.open = __name ## _open,					\\
}
`,
  'arch/x86/include/asm/syscall_wrapper.h': `
#define SYSCALL_DEFINE0(sname)					\\
	static long __do_sys_##sname(const struct pt_regs *__unused);	\\
	long __x64_sys_##sname(const struct pt_regs *regs) __alias(__do_sys_##sname); \\
	static long __do_sys_##sname(const struct pt_regs *__unused)
`,
  'arch/x86/include/asm/idtentry.h': `
#define DEFINE_IDTENTRY(func) \\
static __always_inline void __##func(struct pt_regs *regs); \\
__visible noinstr void func(struct pt_regs *regs) \\
{ \\
	__##func (regs); \\
} \\
static __always_inline void __##func(struct pt_regs *regs)
#define DEFINE_IDTENTRY_RAW(func) \\
__visible noinstr void func(struct pt_regs *regs)
#define DEFINE_IDTENTRY_DF DEFINE_IDTENTRY_RAW
`,
};

/** A kernel in a few lines. */
export interface PatchCase {
  /** `kernel/test.c`. */
  readonly source: string;
  readonly makefile?: string;
  /** Further files by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Instead of one that has x86, power management and livepatching. */
  readonly config?: string;
  readonly lists?: KernelLists;
}

/**
 * Holds functions to expected lines: `name: answer, reason`, then `=>` and the functions to patch in its
 * stead where they are others. `name@file` asks for the one in that file.
 */
export async function checkPatchable(input: PatchCase, expected: string): Promise<void> {
  const texts = {
    ...headers,
    'kernel/Makefile': input.makefile ?? 'obj-y += test.o\n',
    'kernel/test.c': input.source,
    ...input.files,
  };
  const text = input.config ?? 'CONFIG_X86=y\nCONFIG_PM=y\nCONFIG_LIVEPATCH=y\n';
  const files = memoryTree(texts);
  const config = new KernelConfig(text);
  const graph = await openKernelTree(files, { config: text });
  const atHand = filesAtHand(texts);
  const macros = readAnnotationMacros(atHand, 'x86', config);
  const read = (path: string): string | undefined => texts[path as keyof typeof texts];
  const generated = generatedByName(() =>
    generatedFunctions(atHand, buildPlanOf(read, config, 'x86'), 'x86', config),
  );
  const { lists } = input;
  const knowledge = knowledgeFromGraph(graph, 'a test', { macros, lists, generated, config });
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim());
  const found = wanted.map((each) => {
    const asked = each.split(':')[0] ?? '';
    const [name = '', file] = asked.split('@');
    const answer = knowledge.lookup(name, file);
    if (answer === undefined) return `${asked}: unknown`;
    const set = answer.effectiveSet.join(', ');
    const instead = set === name ? '' : ` => ${set}`;
    return `${asked}: ${answer.patchable.answer}, ${answer.patchable.reason}${instead}`;
  });
  expect(found.join('\n')).toBe(wanted.join('\n'));
}

/** Files held in memory, read at once. */
export function filesAtHand(texts: Readonly<Record<string, string>>): FilesAtHand {
  return {
    read: (path) => {
      const text = texts[path];
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: (folder) => {
      const inside = Object.keys(texts).filter((path) => path.startsWith(`${folder}/`));
      return [
        ...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')),
      ].sort();
    },
  };
}

/** Functions that a compiler treats in different ways. */
export const calledFunctions = `
static int once(int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += i;
	for (int i = 0; i < n; i++)
		sum ^= i;
	return sum;
}
static int small(int n) { return n + 1; }
static noinline int kept(int n) { return n + 2; }
static int held(int n) { return n + 3; }
int (*pointer)(int) = held;
int first(void) { return once(1) + small(1) + kept(1) + held(1); }
int second(void) { return small(2); }
`;
