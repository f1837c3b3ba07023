/** What a definition macro makes of its arguments: names of functions, the one with the body first. */
export interface Definer {
  /** Pattern of the macro's name. */
  readonly macro: RegExp;
  /** Names, given the first argument; each later one calls the one before it. */
  readonly names: (argument: string) => readonly string[];
}

/**
 * System calls: `include/linux/syscalls.h`, `include/linux/compat.h` and
 * `arch/x86/include/asm/syscall_wrapper.h` (`__x64_sys_x` → `__se_sys_x` → `__do_sys_x`).
 */
export const definers: readonly Definer[] = [
  {
    macro: /^SYSCALL_DEFINE\d$/,
    names: (name) => [`__do_sys_${name}`, `__se_sys_${name}`, `__x64_sys_${name}`],
  },
  {
    macro: /^COMPAT_SYSCALL_DEFINE\d$/,
    names: (name) => [
      `__do_compat_sys_${name}`,
      `__se_compat_sys_${name}`,
      `__ia32_compat_sys_${name}`,
    ],
  },
];
