import type { CParser } from '../../ports/c-parser.ts';
import type {
  Callee,
  FunctionAnswer,
  FunctionKnowledge,
  ResidencyKind,
} from '../../stacks/model.ts';
import type { StrategyOutcome } from '../../transition/model.ts';
import { type CallSites, callSites } from './call-sites.ts';

/** Kinds of functions that have returned before their task leaves the CPU for long. */
const RETURNS: ReadonlySet<ResidencyKind> = new Set(['idle-inner', 'transient', 'leaf']);

/** How many are named. */
const MOST_NAMED = 3;

/** A function that more files use is common property: a patch of it changes much else. */
const MOST_USERS = 8;

/** Entered at each call, hooked by ftrace, and on no stack for long in its ordinary business. */
function canStandIn({ patchable, entry, residency }: FunctionAnswer): boolean {
  return (
    patchable.answer === 'yes' &&
    entry.when === 'call' &&
    residency.every((one) => one.business === 'side' || RETURNS.has(one.kind))
  );
}

/** A callee, and how rarely a pass through the caller comes by it, 0 for never not. */
interface Called extends Callee {
  readonly rarity: number;
}

/** The calls in the text of a function; `undefined` where there is no text. */
function sitesOf(
  knowledge: FunctionKnowledge,
  parser: CParser,
  { file, line }: FunctionAnswer,
): CallSites | undefined {
  const lines = knowledge.source?.(file);
  return lines === undefined ? undefined : callSites(parser, lines, line);
}

/** What a function calls at or after a line that it comes by again and again. */
function callsAfter(
  callees: readonly Callee[],
  sites: CallSites | undefined,
  from: number,
): readonly Called[] {
  return callees.flatMap((callee) => {
    if (sites === undefined) return callee.line >= from ? [{ ...callee, rarity: 0 }] : [];
    const after = sites.calls.filter(
      (site) => site.name === callee.name && sites.follows(site.line, from),
    );
    // What only a macro calls is not in the text for a reader to find.
    if (after.length === 0) return [];
    return [{ ...callee, rarity: Math.min(...after.map((site) => site.rarity)) }];
  });
}

/** What `own` calls; where the compiler probably put a callee into it, what that one calls too. */
function calledBy(
  knowledge: FunctionKnowledge,
  parser: CParser,
  own: FunctionAnswer,
  file: string | undefined,
): readonly Called[] {
  const direct = knowledge.callees?.(own.name, file) ?? [];
  const called = callsAfter(direct, sitesOf(knowledge, parser, own), waitedFrom(own));
  return called.flatMap((callee) => {
    const answer = knowledge.lookup(callee.name, callee.file);
    if (answer?.effectiveSet.includes(own.name) !== true) return [callee];
    const below = knowledge.callees?.(callee.name, callee.file) ?? [];
    const inside = callsAfter(below, sitesOf(knowledge, parser, answer), 0);
    return [callee, ...inside.map((each) => ({ ...each, rarity: each.rarity + callee.rarity }))];
  });
}

/** The line of `answer`'s function from which on its task has waited; 0 where a new call is new code. */
function waitedFrom({ name, entry, residency }: FunctionAnswer): number {
  if (entry.when === 'call') return 0;
  const steps = residency.flatMap((one) => one.path.filter((step) => step.function === name));
  return Math.min(...steps.map((step) => step.line));
}

/**
 * Functions that the resident function `name` calls and that can be patched in its stead: those first
 * that it calls on each pass, and among them those of its own file; empty when none is known. Of a function
 * that is entered once, as a thread's, those that it calls before it first waits are left out, unless a loop
 * leads back to them: they may never be called again. So is what many files use. `file`: where `name` is
 * defined, a path in the tree.
 */
export function calleesInstead(
  knowledge: FunctionKnowledge,
  parser: CParser,
  name: string,
  file: string | undefined,
): readonly string[] {
  const own = knowledge.lookup(name, file);
  if (own === undefined) return [];
  const fit = calledBy(knowledge, parser, own, file).filter((callee) => {
    const answer = knowledge.lookup(callee.name, callee.file);
    return callee.name !== name && answer !== undefined && canStandIn(answer);
  });
  const isNear = (callee: Called): boolean => callee.file === own.file;
  const special = fit.filter((callee) => isNear(callee) || (callee.usedIn ?? 0) <= MOST_USERS);
  const ranked = [...special].sort(
    (one, other) => one.rarity - other.rarity || Number(isNear(other)) - Number(isNear(one)),
  );
  return [...new Set(ranked.map((callee) => callee.name))].slice(0, MOST_NAMED);
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
