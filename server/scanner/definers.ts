import { CALL, DERIVED, Facts, pushRef } from './facts';
import { Names } from './names';
import { Numbers } from './numbers';
import { beginsWith, internJoined } from './words';

const none: Numbers = new Numbers(0);
const refs: Numbers = new Numbers(16);

/**
 * The name that a definition macro gives the body that follows it; adds the functions it makes beside
 * it, each of which calls the one before. System calls: `include/linux/syscalls.h`,
 * `include/linux/compat.h`, `arch/x86/include/asm/syscall_wrapper.h` (`__x64_sys_x` → `__se_sys_x` →
 * `__do_sys_x`). Any other macro names the body after its first argument.
 */
export function define(macro: i32, argument: i32, line: i32, flags: i32): i32 {
  const text = Names.bytesOf(macro);
  const length = Names.lengthOf(macro);
  if (endsWithDigit(text, length)) {
    if (length === 15 && beginsWith(text, length, 'SYSCALL_DEFINE')) {
      return derive('__do_sys_', '__se_sys_', '__x64_sys_', macro, argument, line, flags);
    }
    if (length === 22 && beginsWith(text, length, 'COMPAT_SYSCALL_DEFINE')) {
      return derive(
        '__do_compat_sys_',
        '__se_compat_sys_',
        '__ia32_compat_sys_',
        macro,
        argument,
        line,
        flags,
      );
    }
  }
  return argument;
}

function derive(
  body: string,
  wrapper: string,
  entry: string,
  macro: i32,
  argument: i32,
  line: i32,
  flags: i32,
): i32 {
  const first = internJoined(body, argument);
  const second = internJoined(wrapper, argument);
  const third = internJoined(entry, argument);
  add(second, first, macro, line, flags);
  add(third, second, macro, line, flags);
  return first;
}

function add(name: i32, callee: i32, macro: i32, line: i32, flags: i32): void {
  refs.length = 0;
  pushRef(refs, CALL, line, callee, 0, 0);
  Facts.addOwner(flags | DERIVED, name, line, line, macro, none, refs, 0);
}

function endsWithDigit(text: usize, length: i32): bool {
  if (length === 0) return false;
  const last = load<u8>(text + ((length - 1) as usize));
  return last >= 48 && last <= 57;
}
