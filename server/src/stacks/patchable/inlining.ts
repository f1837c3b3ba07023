import type { FunctionId, KernelFunction } from '../../kernel/model.ts';
import { CALL, edgesTo, type Flow, fromOf } from '../flow/flow.ts';

/**
 * Lines up to which GCC at -O2 inlines a static function that is called more than once: of those in
 * Linux 6.1 and 6.12 as Debian builds them, four in five up to here had no symbol.
 */
const smallLines = 8;

/**
 * The inner two of the three functions that a system call's definition makes are `static inline`
 * (`arch/x86/include/asm/syscall_wrapper.h`); without arguments there is but one.
 */
export function isInnerSystemCall(it: KernelFunction): boolean {
  return /^__(do|se)_(compat_)?sys_/.test(it.name) && /SYSCALL_DEFINE[1-6]$/.test(it.macro ?? '');
}

const mostDepth = 6;

/**
 * The functions that a static function was probably inlined into; empty when it probably was not.
 * GCC inlines a static function with a single caller whatever its size
 * (-finline-functions-called-once) unless its address is taken or it is marked `noinline`.
 */
export function probablyInlinedInto(flow: Flow, id: FunctionId): readonly FunctionId[] {
  const it = flow.graph.get(id);
  const { isStatic, attributes, line, endLine } = it;
  const inner = isInnerSystemCall(it);
  if (!inner && (!isStatic || keepsOut(attributes))) return [];
  const callers = new Set<FunctionId>();
  let calls = 0;
  for (const edge of edgesTo(flow, id)) {
    if (flow.how[edge] !== CALL) return [];
    const caller = fromOf(flow, edge);
    if (caller === id) return [];
    callers.add(caller);
    calls += 1;
  }
  const small = endLine - line <= smallLines;
  return calls === 1 || (small && calls > 0) || inner ? [...callers] : [];
}

/** Who calls a function directly. */
export function callersOf(flow: Flow, id: FunctionId): readonly FunctionId[] {
  const callers = new Set<FunctionId>();
  for (const edge of edgesTo(flow, id)) {
    if (flow.how[edge] === CALL && fromOf(flow, edge) !== id) callers.add(fromOf(flow, edge));
  }
  return [...callers];
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
