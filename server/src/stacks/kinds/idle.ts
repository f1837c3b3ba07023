import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { CALL, edgesFrom, edgesTo, type Flow, fromOf, toOf } from '../flow/flow.ts';
import { calledFrom, callersOf, type Reach, reaches, wayTo } from '../flow/reach.ts';

/** The idle task's functions. */
export interface IdleRoles {
  /** On its stack also while another task runs on its CPU. */
  readonly outer: ReadonlySet<FunctionId>;
  /** Called by nothing but the idle loop. */
  readonly inner: ReadonlySet<FunctionId>;
  /** To the idle loop: what starts it, the loop's own function included. */
  readonly toLoop: Reach;
  /** From the idle task's start. */
  readonly fromRoot: Reach;
  /** To where a task leaves the CPU. */
  readonly toSwitch: Reach;
}

/**
 * The idle task must not wait, so it leaves the CPU by the shortest way from its loop to
 * `__schedule()`; what is on that way, and what started the loop, is outer. What only these call,
 * the scheduler aside, is inner.
 */
export function idleRoles(flow: Flow, anchors: Anchors): IdleRoles {
  const calls = (edge: number): boolean => flow.how[edge] === CALL;
  const ids = (name: string): readonly FunctionId[] =>
    flow.graph.definitions(name).map((each) => each.id);
  const roots = ids(anchors.idle);
  const switches = ids(anchors.leaveCpu);
  const toSwitch = callersOf(flow, switches, calls);
  const fromRoot = calledFrom(flow, roots, calls);
  const outer = new Set<FunctionId>();
  for (const root of roots) {
    if (!reaches(toSwitch, root)) continue;
    outer.add(root);
    for (const edge of wayTo(flow, toSwitch, root)) {
      const next = toOf(flow, edge);
      if (!switches.includes(next)) outer.add(next);
    }
  }
  const inner = innerOf(flow, outer, new Set(switches));
  const starters = callersOf(flow, roots, calls);
  for (let id = 0; id < flow.size; id += 1) if (reaches(starters, id)) outer.add(id);
  return { outer, inner, toLoop: starters, fromRoot, toSwitch };
}

function innerOf(
  flow: Flow,
  outer: ReadonlySet<FunctionId>,
  switches: ReadonlySet<FunctionId>,
): ReadonlySet<FunctionId> {
  const inner = new Set<FunctionId>();
  const queue = [...outer];
  for (let at = 0; at < queue.length; at += 1) {
    for (const edge of edgesFrom(flow, queue[at] ?? -1)) {
      const callee = toOf(flow, edge);
      if (outer.has(callee) || inner.has(callee) || switches.has(callee)) continue;
      if (!onlyCalledBy(flow, callee, outer, inner)) continue;
      inner.add(callee);
      queue.push(callee);
    }
  }
  return inner;
}

function onlyCalledBy(
  flow: Flow,
  id: FunctionId,
  outer: ReadonlySet<FunctionId>,
  inner: ReadonlySet<FunctionId>,
): boolean {
  for (const edge of edgesTo(flow, id)) {
    const caller = fromOf(flow, edge);
    if (caller !== id && !outer.has(caller) && !inner.has(caller)) return false;
  }
  return true;
}
