/** A macro that defines functions, and the symbol of the one that holds the braces that follow it. */
interface DefinitionMacro {
  readonly pattern: RegExp;
  /** Gives the symbol from the macro's first argument. */
  readonly symbol: (argument: string) => string;
}

/**
 * `include/linux/syscalls.h` (`__SYSCALL_DEFINEx`), `arch/x86/include/asm/syscall_wrapper.h`,
 * `include/linux/compat.h` (`COMPAT_SYSCALL_DEFINEx`), `include/linux/filter.h` (`BPF_CALL_x`),
 * `arch/x86/include/asm/idtentry.h` (`DEFINE_IDTENTRY` …) of Linux 6.1 and 6.12, and
 * `kpatch-macros.h` of kpatch-build, whose variants take the place of the kernel's.
 */
const macros: readonly DefinitionMacro[] = [
  { pattern: /^SYSCALL_DEFINE0$/, symbol: (name) => `__do_sys_${name}` },
  { pattern: /^(?:KPATCH_)?SYSCALL_DEFINE[1-6]$/, symbol: (name) => `__do_sys_${name}` },
  { pattern: /^COMPAT_SYSCALL_DEFINE[0-6]$/, symbol: (name) => `__do_compat_sys_${name}` },
  { pattern: /^(?:NOTRACE_)?BPF_CALL_[0-5]$/, symbol: (name) => name },
  { pattern: /^DEFINE_IDTENTRY(?:_\w+)?$/, symbol: (name) => name },
];

/** True for a macro that is known to define functions. */
export function isDefinitionMacro(macro: string): boolean {
  return macros.some(({ pattern }) => pattern.test(macro));
}

const macroName = /^[A-Z][A-Z0-9_]+$/;

/**
 * The symbol defined by `MACRO(argument, …) { … }`; macros that are not known are taken to name
 * their function by their first argument. `undefined` for a word that is no macro's name.
 */
export function definedSymbol(macro: string, argument: string): string | undefined {
  const known = macros.find(({ pattern }) => pattern.test(macro));
  if (known !== undefined) {
    return known.symbol(argument);
  }
  return macroName.test(macro) ? argument : undefined;
}
