import type { GeneratedFunction } from '../kernel/generated/model.ts';
import type { FunctionId, KernelFunction, KernelGraph } from '../kernel/model.ts';
import type { FunctionFact, PatchFact, ResidencyFact } from './fact.ts';

/** Kinds that keep no task waiting for long. */
const harmless: ReadonlySet<string> = new Set(['leaf', 'interrupt', 'idle-inner']);

/**
 * The fact of a function that a macro makes. It stands in no call graph, so that it is on a stack as
 * what it calls is: the worst of that counts, one step further away.
 */
export function generatedFact(
  graph: KernelGraph,
  factOf: (id: FunctionId) => FunctionFact,
  it: GeneratedFunction,
  patch: PatchFact,
): FunctionFact {
  const { name, file, line } = it;
  const residency = it.calls.flatMap((callee) => {
    const found = nearest(graph.definitions(callee), it.unit);
    if (found === undefined) return [];
    return factOf(found.id).residency.filter((each) => !harmless.has(each.kind));
  });
  const own = residency.map((each): ResidencyFact => {
    const from = each.path.findIndex((step) => it.calls.includes(step.function));
    const below = from < 0 ? each.path : each.path.slice(from);
    const here = { function: name, file, line, certainty: each.certainty };
    return { ...each, note: 'waits-below', path: [here, ...below] };
  });
  const found = own.length > 0 ? own : [leaf];
  const entry = { when: 'call', place: '' } as const;
  return { name, file, line, patch, entry, residency: found, effectiveSet: [it.alias ?? name] };
}

const leaf: ResidencyFact = {
  kind: 'leaf',
  business: 'main',
  note: 'no-sleep',
  task: '',
  origin: '',
  wait: undefined,
  path: [],
  certainty: 'likely',
};

/** The definition that a call from a file means: in that file, else one that others can call. */
function nearest(definitions: readonly KernelFunction[], unit: string): KernelFunction | undefined {
  const built = definitions.filter((it) => it.build !== 'not-built');
  return (
    built.find((it) => it.file === unit) ??
    built.find((it) => !it.isStatic || it.file.endsWith('.h'))
  );
}
