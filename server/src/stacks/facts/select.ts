import type { FunctionId, KernelGraph } from '../../kernel/model.ts';

/** What bundled facts cover: the parts of a kernel that every machine has. */
const core =
  /^(arch\/x86\/(entry|events|kernel|lib|mm)|block|drivers\/(base|char|cpuidle|idle|tty)|fs\/[\w-]+\.c|fs\/(autofs|crypto|devpts|exportfs|fat|fuse|hugetlbfs|iomap|jbd2|ext4|kernfs|notify|nfs|proc|pstore|quota|ramfs|sysfs|tracefs)|init|io_uring|ipc|kernel|lib\/[\w-]+\.c|mm|net\/(core|ipv4|ipv6|netlink|packet|unix)|net\/socket\.c|security\/[\w-]+\.c|virt)\b/;

/**
 * The built-in functions of the core. Of headers, which no Makefile names, only those that a C file
 * is split into count (`kernel/rcu/tasks.h`): their functions are not inline.
 */
export function coreFunctions(graph: KernelGraph): readonly FunctionId[] {
  const chosen: FunctionId[] = [];
  for (let id = 0; id < graph.size; id += 1) {
    const { build, file, attributes } = graph.get(id);
    if (!core.test(file)) continue;
    const split = file.endsWith('.h') && build === 'unknown' && !attributes.some(isInline);
    if (build === 'built-in' || split) chosen.push(id);
  }
  return chosen;
}

function isInline(word: string): boolean {
  return /inline/.test(word) && !word.includes('noinline');
}
