import type { FunctionId, KernelGraph } from '../../kernel/model.ts';

/** Modules that machines have whatever their devices are: file systems, network protocols, virtual and common block devices. */
const commonModules =
  /^(arch\/x86\/kvm|drivers\/(block\/[\w-]+\.c|md\/(dm|md|raid)[\w-]*\.c|net\/(tun|veth|loopback|virtio_net)\.c|nvme\/host|scsi\/[\w-]+\.c|vhost|virtio)|fs\/(9p|autofs|btrfs|ext4|fat|fuse|jbd2|lockd|nfs|nfs_common|nfsd|overlayfs|smb|xfs)|net\/(bridge|ipv4|ipv6|netfilter|packet|sunrpc|unix|vmw_vsock)|virt)\//;

/** Directories that are no part of a running kernel. */
const foreign = /^(tools|samples|scripts|Documentation)\//;

/**
 * The functions that bundled facts cover: everything built into the kernel image, and modules that
 * machines have whatever their devices are. Of headers, which no Makefile names, only those that a C
 * file is split into count (`kernel/rcu/tasks.h`): their functions are not inline.
 */
export function coreFunctions(graph: KernelGraph): readonly FunctionId[] {
  const chosen: FunctionId[] = [];
  for (let id = 0; id < graph.size; id += 1) {
    const { build, file, attributes } = graph.get(id);
    if (foreign.test(file)) continue;
    const split =
      file.endsWith('.h') &&
      build === 'unknown' &&
      !file.startsWith('drivers/') &&
      !attributes.some(isInline);
    const isCommon = build === 'module' && commonModules.test(file);
    if (build === 'built-in' || isCommon || split) chosen.push(id);
  }
  return chosen;
}

function isInline(word: string): boolean {
  return /inline/.test(word) && !word.includes('noinline');
}
