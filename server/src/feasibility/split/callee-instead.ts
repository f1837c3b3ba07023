import type {
  Callee,
  FunctionAnswer,
  FunctionKnowledge,
  ResidencyKind,
} from '../../stacks/model.ts';
import type { StrategyOutcome } from '../../transition/model.ts';

/** Kinds of functions that have returned before their task leaves the CPU for long. */
const RETURNS: ReadonlySet<ResidencyKind> = new Set(['idle-inner', 'transient', 'leaf']);

/** How many are named. */
const MOST_NAMED = 3;

/** Entered at each call, hooked by ftrace, and on no stack for long in its ordinary business. */
function canStandIn({ patchable, entry, residency }: FunctionAnswer): boolean {
  return (
    patchable.answer === 'yes' &&
    entry.when === 'call' &&
    residency.every((one) => one.business === 'side' || RETURNS.has(one.kind))
  );
}

/** What `name` calls; where the compiler probably put a callee into it, what that one calls too. */
function calledBy(
  knowledge: FunctionKnowledge,
  name: string,
  file: string | undefined,
): readonly Callee[] {
  return (knowledge.callees?.(name, file) ?? []).flatMap((callee) => {
    const isInlined = knowledge.lookup(callee.name, callee.file)?.effectiveSet.includes(name);
    const below = isInlined === true ? knowledge.callees?.(callee.name, callee.file) : undefined;
    return [callee, ...(below ?? []).map((each) => ({ ...each, line: callee.line }))];
  });
}

/** The line of `answer`'s function from which on its task has waited; 0 where a new call is new code. */
function waitedFrom({ name, entry, residency }: FunctionAnswer): number {
  if (entry.when === 'call') return 0;
  const steps = residency.flatMap((one) => one.path.filter((step) => step.function === name));
  return Math.min(...steps.map((step) => step.line));
}

/**
 * Functions that the resident function `name` calls and that can be patched in its stead, those of its
 * own file first; empty when none is known. Of a function that is entered once, as a thread's, those
 * that it calls before it first waits are left out: they may never be called again. `file`: where `name`
 * is defined, a path in the tree.
 */
export function calleesInstead(
  knowledge: FunctionKnowledge,
  name: string,
  file: string | undefined,
): readonly string[] {
  const own = knowledge.lookup(name, file);
  if (own === undefined) return [];
  const from = waitedFrom(own);
  const fit = calledBy(knowledge, name, file).filter((callee) => {
    const answer = knowledge.lookup(callee.name, callee.file);
    const isAfter = callee.line >= from && callee.name !== name;
    return isAfter && answer !== undefined && canStandIn(answer);
  });
  const near = fit.filter((callee) => callee.file === own.file);
  const names = (near.length > 0 ? near : fit).map((callee) => callee.name);
  return [...new Set(names)].slice(0, MOST_NAMED);
}

function listed(names: readonly string[]): string {
  const calls = names.map((name) => `${name}()`);
  const last = calls.pop() ?? '';
  return calls.length === 0 ? last : `${calls.join(', ')} or ${last}`;
}

/** The strategy that leaves `name` out of the patch, with the functions to patch in its stead. */
export function withCallees(
  outcome: StrategyOutcome,
  name: string,
  callees: readonly string[],
): StrategyOutcome {
  if (outcome.id !== 'split-patch') return outcome;
  const { title, how = '' } = outcome;
  if (callees.length === 0) {
    return {
      ...outcome,
      how: `${how} Of ${name}() no callee is known that can be patched and returns each time.`,
    };
  }
  return {
    ...outcome,
    title: `${title}: ${listed(callees)}`,
    how: `${how} ${name}() calls ${listed(callees)}: patchable, and back before the task sleeps for long. Take one that is called on each pass.`,
  };
}
