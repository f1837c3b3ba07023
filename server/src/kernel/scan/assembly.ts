import type { AtomTable } from './atoms.ts';
import {
  ASSEMBLY,
  CALL,
  type Facts,
  FIELD_STRIDE,
  FUNCTION,
  Numbers,
  OWNER_STRIDE,
} from './facts.ts';

const decoder = new TextDecoder();

/** Macros that begin a function (`include/linux/linkage.h`, `arch/x86/include/asm/linkage.h`, arm64, s390, powerpc). */
const start =
  /^\s*(?:SYM_(?:CODE|FUNC|TYPED_FUNC|INNER_LABEL)_START\w*|SYM_(?:FUNC|CODE)_START\w*|ENTRY|WEAK|_GLOBAL|GLOBAL|TRACE_SYM_START|CODE_SYM_START)\s*\(\s*(\w+)/;
const end = /^\s*(?:SYM_(?:CODE|FUNC)_END\w*|END|ENDPROC)\s*\(/;
const call = /^\s*(?:call|jmp|j\w{1,3}|bl|b|brasl\s+%r14,|jg|brcl)\s+\*?([A-Za-z_]\w*)\b/;

/**
 * Finds the functions of an assembly file and what they call or jump to, line by line; adds the file
 * to the facts. What is made by macros of the file's own is not seen.
 */
export function scanAssembly(source: Uint8Array, atoms: AtomTable, facts: Facts): void {
  const firstOwner = facts.owners.length / OWNER_STRIDE;
  const none = new Numbers();
  const refs = new Numbers();
  let name = '';
  let from = 0;
  const lines = decoder
    .decode(source)
    .replace(/\/\*.*?\*\//gs, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n');
  const close = (line: number): void => {
    if (name === '') return;
    facts.addOwner(FUNCTION | ASSEMBLY, atoms.internText(name), from, line, 0, none, refs);
    refs.length = 0;
    name = '';
  };
  lines.forEach((text, index) => {
    const opened = start.exec(text);
    if (opened !== null) {
      close(index);
      name = opened[1] ?? '';
      from = index + 1;
    } else if (end.test(text)) close(index + 1);
    else if (name !== '') {
      const callee = call.exec(text)?.[1];
      if (callee !== undefined) {
        for (const value of [CALL, index + 1, atoms.internText(callee), 0, 0]) refs.push(value);
      }
    }
  });
  close(lines.length);
  facts.files.push(firstOwner);
  facts.files.push(facts.owners.length / OWNER_STRIDE - firstOwner);
  facts.files.push(facts.fields.length / FIELD_STRIDE);
  facts.files.push(0);
}
