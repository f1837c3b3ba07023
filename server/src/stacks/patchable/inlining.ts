import type { FunctionId, KernelFunction, KernelGraph } from '../../kernel/model.ts';

/**
 * Size up to which GCC at -O2 inlines a static function that is called more than once: its lines, and each
 * call that it makes as two more. In Linux 5.10, 6.1, 6.12 and 7.3 as Debian builds them most up to here had
 * no symbol (three in four of those at the border that call nothing), and most of the larger ones had.
 */
const smallSize = 14;
const sizeOfCall = 2;

/**
 * The inner two of the three functions that a system call's definition makes are `static inline`
 * (`arch/x86/include/asm/syscall_wrapper.h`); without arguments there is but one.
 */
export function isInnerSystemCall(it: KernelFunction): boolean {
  return /^__(do|se)_(compat_)?sys_/.test(it.name) && /SYSCALL_DEFINE[1-6]$/.test(it.macro ?? '');
}

/** A macro's use at file scope looks like the definition of what calls of that macro are of. */
const macroLike = /^[A-Z][A-Z0-9_]*$/;

const mostDepth = 6;

/**
 * The functions that a static function was probably inlined into; empty when it probably was not.
 * GCC inlines a static function with a single caller whatever its size
 * (-finline-functions-called-once) unless its address is taken or it is marked `noinline`.
 */
export function probablyInlinedInto(graph: KernelGraph, id: FunctionId): readonly FunctionId[] {
  const it = graph.get(id);
  const { isStatic, attributes } = it;
  if (macroLike.test(it.name) && !attributes.some((word) => word.includes('inline'))) return [];
  const inner = isInnerSystemCall(it);
  if (!inner && (!isStatic || keepsOut(attributes))) return [];
  const { calls, isAddressTaken } = graph.usesOfName(id);
  if (isAddressTaken || calls.has(id)) return [];
  const count = [...calls.values()].reduce((sum, each) => sum + each, 0);
  return count === 1 || inner || (count > 0 && isSmall(graph, it)) ? [...calls.keys()] : [];
}

function isSmall(graph: KernelGraph, { id, line, endLine }: KernelFunction): boolean {
  const lines = endLine - line;
  if (lines > smallSize) return false;
  const made = graph
    .calleesByName(id)
    .filter(({ callee }) => !graph.get(callee).attributes.some((word) => word.includes('inline')));
  return lines + sizeOfCall * made.length <= smallSize;
}

/** Who calls a function by its name, itself left out. */
export function callersOf(graph: KernelGraph, id: FunctionId): readonly FunctionId[] {
  return [...graph.usesOfName(id).calls.keys()].filter((caller) => caller !== id);
}

/** The functions whose code holds that of `id`: those that it was inlined into, and so on upward. */
export function holders(
  id: FunctionId,
  inlinedInto: (id: FunctionId) => readonly FunctionId[],
): readonly FunctionId[] {
  const found = new Set<FunctionId>();
  const seen = new Set([id]);
  let layer: readonly FunctionId[] = [id];
  for (let depth = 0; depth < mostDepth && layer.length > 0; depth += 1) {
    const next: FunctionId[] = [];
    for (const each of layer) {
      const into = inlinedInto(each);
      if (into.length === 0) found.add(each);
      for (const caller of into) {
        if (seen.has(caller)) continue;
        seen.add(caller);
        next.push(caller);
      }
    }
    layer = next;
  }
  for (const each of layer) found.add(each);
  return [...found];
}

function keepsOut(attributes: readonly string[]): boolean {
  return attributes.some((word) => /noinline|noinstr|__init|asmlinkage|__used/.test(word));
}
