const decoder = new TextDecoder();

/**
 * What begins a line: a macro that begins a function (`include/linux/linkage.h`,
 * `arch/x86/include/asm/linkage.h`, arm64, s390, powerpc), with its name; one that ends it; a call or
 * jump, with what it goes to.
 */
const statement =
  /^[ \t]*(?:(?:SYM_(?:CODE|FUNC|TYPED_FUNC|INNER_LABEL)_START\w*|SYM_(?:FUNC|CODE)_START\w*|ENTRY|WEAK|_GLOBAL|GLOBAL|TRACE_SYM_START|CODE_SYM_START)\s*\(\s*(\w+)|(SYM_(?:CODE|FUNC)_END\w*|END|ENDPROC)\s*\(|(?:call|jmp|j\w{1,3}|bl|b|brasl\s+%r14,|jg|brcl)\s+\*?([A-Za-z_]\w*)\b)/gm;
const opening = /SYM_|ENTRY|WEAK|GLOBAL/;

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
  const whole = decoder.decode(source);
  if (!opening.test(whole)) return;
  const text = whole.replace(/\/\*.*?\*\//gs, (comment) => comment.replace(/[^\n]+/g, ' '));
  let open: { name: string; line: number; calls: { line: number; name: string }[] } | undefined;
  let line = 1;
  let at = 0;
  const lineOf = (place: number): number => {
    for (let end = text.indexOf('\n', at); end >= 0 && end < place; end = text.indexOf('\n', at)) {
      line++;
      at = end + 1;
    }
    return line;
  };
  for (const { index, 1: name, 2: ending, 3: callee } of text.matchAll(statement)) {
    if (name !== undefined) {
      const here = lineOf(index);
      if (open !== undefined) yield { ...open, endLine: here - 1 };
      open = { name, line: here, calls: [] };
    } else if (open !== undefined && ending !== undefined) {
      yield { ...open, endLine: lineOf(index) };
      open = undefined;
    } else if (open !== undefined && callee !== undefined) {
      open.calls.push({ line: lineOf(index), name: callee });
    }
  }
  if (open !== undefined) yield { ...open, endLine: lineOf(text.length + 1) };
}
