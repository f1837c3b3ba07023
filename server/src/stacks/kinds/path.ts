import type { FunctionId } from '../../kernel/model.ts';
import type { ResidencyFact } from '../fact.ts';
import { fileOf, IN_MODULE, isMarked, nameOf } from '../flow/definitions.ts';
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
  return (flow.line[edge] ?? 0) >= (flow.lastLine[fromOf(flow, edge)] ?? 0) - 1;
}

function stepCertainty(flow: Flow, edge: Edge): Certainty {
  const sure = certaintyOf(flow, edge);
  return sure === 'certain' && mayJump(flow, edge) ? 'likely' : sure;
}

/** A step of a path as a number: the call by an edge, or a function's definition (`definitionStep()`). */
export type Step = number;

/** A call path as it is found. */
export type Path = readonly Step[];

/** A residency as it is found. */
export type Found = ResidencyFact<Path>;

/** A call path from edges that follow each other; the last step stands at its function's definition. */
export function pathOf(flow: Flow, edges: readonly Edge[]): Path {
  const last = edges.at(-1);
  return last === undefined ? [] : [...edges, definitionStep(toOf(flow, last))];
}

/** A function at its definition, as the last step of a path. */
export function definitionStep(id: FunctionId): Step {
  return ~id;
}

/** A step for the kept facts: its function's number, and the rest as in `PathStep`. */
export interface NumberedStep {
  readonly id: FunctionId;
  readonly line: number;
  readonly certainty: Certainty;
}

/** What a step says. */
export function numbered(flow: Flow, step: Step): NumberedStep {
  if (step < 0) return { id: ~step, line: flow.firstLine[~step] ?? 0, certainty: 'certain' };
  return {
    id: fromOf(flow, step),
    line: flow.line[step] ?? 0,
    certainty: stepCertainty(flow, step),
  };
}

/** A path for the reader. */
export function told(flow: Flow, path: Path): readonly PathStep[] {
  return path.map((step) => {
    const { id, line, certainty } = numbered(flow, step);
    return { function: nameOf(flow, id), file: fileOf(flow, id), line, certainty };
  });
}

/**
 * How sure it is that a task takes these calls: a pointer's target depends on what is opened or
 * registered; a module's function behind it, on whether that module is in use at all.
 */
export function surenessOf(flow: Flow, edges: readonly Edge[]): Certainty {
  let sure: Certainty = 'certain';
  for (const edge of edges) {
    if (flow.how[edge] === CALL) continue;
    const intoModule = isMarked(flow, toOf(flow, edge), IN_MODULE);
    if (intoModule && !isMarked(flow, fromOf(flow, edge), IN_MODULE)) return 'guess';
    sure = 'likely';
  }
  return sure;
}
