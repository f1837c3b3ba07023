import type { Graph, Node } from './graph.ts';

/** Tarjan's strongly connected components, without recursion; only of nodes that `keeps` lets in. */
function components(graph: Graph, keeps: (node: Node) => boolean): readonly (readonly number[])[] {
  const { nodes } = graph;
  const order = new Int32Array(nodes.length).fill(-1);
  const low = new Int32Array(nodes.length);
  const onStack = new Uint8Array(nodes.length);
  const stack: number[] = [];
  const found: number[][] = [];
  let count = 0;
  const enter = (index: number): { index: number; edge: number } => {
    order[index] = low[index] = count;
    count += 1;
    stack.push(index);
    onStack[index] = 1;
    return { index, edge: 0 };
  };
  const lower = (index: number, value: number): void => {
    low[index] = Math.min(low[index] ?? 0, value);
  };
  const close = (root: number): void => {
    const members: number[] = [];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      onStack[top] = 0;
      members.push(top);
      if (top === root) break;
    }
    found.push(members);
  };
  nodes.forEach((start, first) => {
    if (!keeps(start) || order[first] !== -1) return;
    const path = [enter(first)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const to = nodes[frame.index]?.edges[frame.edge]?.to;
      frame.edge += 1;
      if (to === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.index, low[frame.index] ?? 0);
        if (low[frame.index] === order[frame.index]) close(frame.index);
        continue;
      }
      const node = nodes[to];
      if (node === undefined || !keeps(node)) continue;
      if (order[to] === -1) path.push(enter(to));
      else if (onStack[to] === 1) lower(frame.index, order[to] ?? 0);
    }
  });
  return found;
}

/**
 * Whether a run can stay in a component for ever without being unfair: every fair action that is
 * possible in all of its states is taken within it. (Weak fairness is decided exactly by the largest
 * components: a smaller one has more actions that stay possible and fewer that are taken.)
 */
function isFair(graph: Graph, members: readonly number[]): boolean {
  const inside = new Set(members);
  let always: Set<string> | undefined;
  const taken = new Set<string>();
  for (const index of members) {
    const possible = new Set<string>();
    for (const { to, action } of graph.nodes[index]?.edges ?? []) {
      if (!action.fair) continue;
      possible.add(action.id);
      if (inside.has(to)) taken.add(action.id);
    }
    always =
      always === undefined ? possible : new Set([...always].filter((id) => possible.has(id)));
  }
  return [...(always ?? [])].every((id) => taken.has(id));
}

/**
 * A node at which a fair run can stay open for ever, or -1. States in which a try would switch
 * somebody are passed at most a few times: the retry, which comes every second for ever, is not for
 * ever unlucky.
 */
export function findStuck(graph: Graph): number {
  const open = (node: Node): boolean => !node.goal && !node.ripe;
  for (const members of components(graph, open))
    if (isFair(graph, members)) return Math.min(...members);
  return -1;
}
