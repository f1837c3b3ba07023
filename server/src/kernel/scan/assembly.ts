const decoder = new TextDecoder();

/** Macros that begin a function (`include/linux/linkage.h`, `arch/x86/include/asm/linkage.h`, arm64, s390, powerpc). */
const start =
  /^\s*(?:SYM_(?:CODE|FUNC|TYPED_FUNC|INNER_LABEL)_START\w*|SYM_(?:FUNC|CODE)_START\w*|ENTRY|WEAK|_GLOBAL|GLOBAL|TRACE_SYM_START|CODE_SYM_START)\s*\(\s*(\w+)/;
const end = /^\s*(?:SYM_(?:CODE|FUNC)_END\w*|END|ENDPROC)\s*\(/;
const call = /^\s*(?:call|jmp|j\w{1,3}|bl|b|brasl\s+%r14,|jg|brcl)\s+\*?([A-Za-z_]\w*)\b/;

/** A function in assembly; lines are one-based. */
export interface AssemblyFunction {
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  /** What it calls or jumps to. */
  readonly calls: readonly { readonly line: number; readonly name: string }[];
}

/**
 * Finds the functions of an assembly file and what they call or jump to, line by line. What is made by
 * macros of the file's own is not seen.
 */
export function* readAssembly(source: Uint8Array): Iterable<AssemblyFunction> {
  let open: { name: string; line: number; calls: { line: number; name: string }[] } | undefined;
  const lines = decoder
    .decode(source)
    .replace(/\/\*.*?\*\//gs, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n');
  for (const [index, text] of lines.entries()) {
    const opened = start.exec(text);
    if (opened !== null) {
      if (open !== undefined) yield { ...open, endLine: index };
      open = { name: opened[1] ?? '', line: index + 1, calls: [] };
    } else if (open !== undefined && end.test(text)) {
      yield { ...open, endLine: index + 1 };
      open = undefined;
    } else if (open !== undefined) {
      const callee = call.exec(text)?.[1];
      if (callee !== undefined) open.calls.push({ line: index + 1, name: callee });
    }
  }
  if (open !== undefined) yield { ...open, endLine: lines.length };
}
