import type { FunctionId, KernelGraph } from '../../kernel/model.ts';

/** What bundled facts cover: the parts of a kernel that every machine has. */
const core =
  /^(arch\/x86\/(entry|events|kernel|lib|mm)|block|drivers\/(base|char|cpuidle|idle|tty)|fs\/[\w-]+\.c|fs\/(autofs|crypto|devpts|exportfs|fat|fuse|hugetlbfs|iomap|jbd2|ext4|kernfs|notify|nfs|proc|pstore|quota|ramfs|sysfs|tracefs)|init|io_uring|ipc|kernel|lib\/[\w-]+\.c|mm|net\/(core|ipv4|ipv6|netlink|packet|unix)|net\/socket\.c|security\/[\w-]+\.c|virt)\b/;

/** The built-in functions of the core that are written in C files, headers left out. */
export function coreFunctions(graph: KernelGraph): readonly FunctionId[] {
  const chosen: FunctionId[] = [];
  for (let id = 0; id < graph.size; id += 1) {
    const { build, file } = graph.get(id);
    if (build === 'built-in' && core.test(file) && !file.endsWith('.h')) chosen.push(id);
  }
  return chosen;
}
