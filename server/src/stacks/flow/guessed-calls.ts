import { CALL, type Edge, type Flow, POINTER, VAGUE } from './flow.ts';

type Edges = Pick<Flow, 'outStart' | 'to' | 'line' | 'how' | 'via'>;

/** More than there are functions in any kernel: lines and functions make one number together. */
const mostFunctions = 2 ** 24;

/**
 * The calls that only stand in for a pointer's: a macro that is handed the pointer and guesses where it leads calls
 * that at once where it was right (`INDIRECT_CALL_2(prot->sendmsg, tcp_sendmsg, …)`,
 * `include/linux/indirect_call_wrapper.h`).
 */
export function guessedCalls({ outStart, to, line, how, via }: Edges): ReadonlySet<Edge> {
  const guessed = new Set<Edge>();
  const keyOf = (edge: Edge): number => (line[edge] ?? 0) * mostFunctions + (to[edge] ?? 0);
  for (let id = 0; id + 1 < outStart.length; id += 1) {
    const pointed = new Set<number>();
    const first = outStart[id] ?? 0;
    const end = outStart[id + 1] ?? 0;
    for (let edge = first; edge < end; edge += 1) {
      if (how[edge] === POINTER || how[edge] === VAGUE) pointed.add(keyOf(edge));
    }
    if (pointed.size === 0) continue;
    for (let edge = first; edge < end; edge += 1) {
      if (how[edge] === CALL && via[edge] !== 0 && pointed.has(keyOf(edge))) guessed.add(edge);
    }
  }
  return guessed;
}
