import { withoutClone } from '../kernel/symbols/clones.ts';

/**
 * The functions that `arch/x86/include/asm/syscall_wrapper.h` makes of one system call: the outer one
 * of each kind, then the body.
 */
const wrappers: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(__ia32_sys_|sys_)/, ['__x64_sys_', '__do_sys_']],
  [/^(__x64_sys_|__se_sys_)/, ['__do_sys_']],
  [/^(__ia32_compat_sys_|__x64_compat_sys_|__se_compat_sys_)/, ['__do_compat_sys_']],
];

/** The names under which the source may hold the function of symbol `name`, the likeliest first. */
export function symbolCandidates(name: string): readonly string[] {
  const plain = withoutClone(name);
  const names = [name, plain];
  for (const [wrapper, inner] of wrappers) {
    if (wrapper.test(plain)) {
      names.push(...inner.map((prefix) => plain.replace(wrapper, prefix)));
    }
  }
  return [...new Set(names)];
}
