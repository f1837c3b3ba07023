import type { FunctionId } from '../../kernel/model.ts';
import { ARGUMENT, CALL, type Edge, type Flow, fromOf, toOf } from '../flow/flow.ts';
import type { Certainty, PathStep } from '../model.ts';

function certaintyOf(flow: Flow, edge: Edge): Certainty {
  const how = flow.how[edge];
  if (how === CALL) return 'certain';
  return how === ARGUMENT ? 'guess' : 'likely';
}

/**
 * A call that stands last in its function may be a jump (`-foptimize-sibling-calls`), which leaves no
 * frame of that function; the source alone does not tell.
 */
function mayJump(flow: Flow, edge: Edge): boolean {
  return (flow.line[edge] ?? 0) >= flow.graph.get(fromOf(flow, edge)).endLine - 1;
}

function stepCertainty(flow: Flow, edge: Edge): Certainty {
  const sure = certaintyOf(flow, edge);
  return sure === 'certain' && mayJump(flow, edge) ? 'likely' : sure;
}

/** A call path from edges that follow each other; the last step stands at its function's definition. */
export function pathOf(flow: Flow, edges: readonly Edge[]): readonly PathStep[] {
  const steps = edges.map((edge): PathStep => {
    const { name, file } = flow.graph.get(fromOf(flow, edge));
    return {
      function: name,
      file,
      line: flow.line[edge] ?? 0,
      certainty: stepCertainty(flow, edge),
    };
  });
  const last = edges.at(-1);
  return last === undefined ? [] : [...steps, definitionStep(flow, toOf(flow, last))];
}

/** A function at its definition, as the last step of a path. */
export function definitionStep(flow: Flow, id: FunctionId): PathStep {
  const { name, file, line } = flow.graph.get(id);
  return { function: name, file, line, certainty: 'certain' };
}

/**
 * How sure it is that a task takes these calls: a pointer's target depends on what is opened or
 * registered; a module's function behind it, on whether that module is in use at all.
 */
export function surenessOf(flow: Flow, edges: readonly Edge[]): Certainty {
  let sure: Certainty = 'certain';
  for (const edge of edges) {
    if (flow.how[edge] === CALL) continue;
    const intoModule = flow.graph.get(toOf(flow, edge)).build === 'module';
    if (intoModule && flow.graph.get(fromOf(flow, edge)).build !== 'module') return 'guess';
    sure = 'likely';
  }
  return sure;
}
