/** What GCC appends to the names of its copies (`-fipa-sra`, `-fipa-cp`, `-fpartial-inlining`, `-freorder-blocks`). */
const cloneSuffix = /(\.(isra|constprop|part|cold|llvm|localalias)(\.\d+)*)+$/;

/** What `arch/x86/include/asm/syscall_wrapper.h` and `include/linux/syscalls.h` put around a system call's body. */
const callWrapper = /^(__x64_sys_|__se_sys_|__do_sys_|__ia32_sys_|sys_)/;
const compatWrapper = /^(__ia32_compat_sys_|__x64_compat_sys_|__se_compat_sys_|__do_compat_sys_)/;

/** The names under which the source may hold the function of symbol `name`, the likeliest first. */
export function symbolCandidates(name: string): readonly string[] {
  const plain = name.replace(cloneSuffix, '');
  const names = [name, plain];
  if (callWrapper.test(plain)) names.push(plain.replace(callWrapper, '__do_sys_'));
  if (compatWrapper.test(plain)) names.push(plain.replace(compatWrapper, '__do_compat_sys_'));
  return [...new Set(names)];
}
