import type { FunctionId, KernelFunction, KernelGraph } from '../kernel/model.ts';
import type { FunctionFact } from './fact.ts';
import { linuxAnchors } from './flow/anchors.ts';
import { flowOf } from './flow/flow.ts';
import { residencyOf } from './kinds/residency.ts';
import { type Roles, rolesOf } from './kinds/roles.ts';
import type { FunctionAnswer, FunctionKnowledge, KnowledgeOrigin } from './model.ts';
import { symbolCandidates } from './names.ts';
import type { KernelLists } from './patchable/by-symbols.ts';
import type { AnnotationMacros } from './patchable/definitions.ts';
import { holders } from './patchable/inlining.ts';
import { PatchabilityReader } from './patchable/patchability.ts';
import { answerOf } from './render/answer.ts';

/** What is computed of a kernel's functions; the work for the whole kernel is done once, at the start. */
export class KernelFacts {
  readonly #roles: Roles;
  readonly #patchable: PatchabilityReader;

  constructor(graph: KernelGraph, macros?: AnnotationMacros, lists: KernelLists = {}) {
    const flow = flowOf(graph);
    this.#roles = rolesOf(flow, linuxAnchors);
    this.#patchable = new PatchabilityReader(flow, macros, lists);
  }

  /** The facts of one function. */
  of(id: FunctionId): FunctionFact {
    const { flow } = this.#roles;
    const { name, file, line } = flow.graph.get(id);
    const into = (each: FunctionId): readonly FunctionId[] => this.#patchable.inlinedInto(each);
    return {
      name,
      file,
      line,
      patch: this.#patchable.of(id),
      residency: residencyOf(this.#roles, id),
      effectiveSet: holders(id, into).map((each) => flow.graph.get(each).name),
    };
  }
}

/**
 * Answers from a kernel tree's call graph. `description` names the tree for the reader; `macros` are
 * the tree's annotations (`readAnnotationMacros`), `lists` the symbol lists of the kernel built from it.
 */
export function knowledgeFromGraph(
  graph: KernelGraph,
  description: string,
  macros?: AnnotationMacros,
  lists: KernelLists = {},
): FunctionKnowledge {
  const facts = new KernelFacts(graph, macros, lists);
  const origin: KnowledgeOrigin = { kind: 'tree', release: graph.release, description };
  const answers = new Map<FunctionId, FunctionAnswer>();
  return {
    origin,
    lookup(name, file) {
      for (const candidate of symbolCandidates(name)) {
        const found = choose(graph.definitions(candidate), file);
        if (found === undefined) continue;
        let answer = answers.get(found.id);
        if (answer === undefined) {
          answer = answerOf(found.name, facts.of(found.id));
          answers.set(found.id, answer);
        }
        return answer.name === name ? answer : { ...answer, name };
      }
      return undefined;
    },
  };
}

/** The definition meant: in `file` when given, else one that is built, in a C file rather than a header. */
function choose(
  definitions: readonly KernelFunction[],
  file: string | undefined,
): KernelFunction | undefined {
  const there = file === undefined ? definitions : definitions.filter((it) => it.file === file);
  return [...there].sort((a, b) => rank(a) - rank(b))[0];
}

const buildRanks = { 'built-in': 0, module: 2, unknown: 4, 'not-built': 6 } as const;

function rank(it: KernelFunction): number {
  return buildRanks[it.build] + (it.file.endsWith('.c') ? 0 : 1);
}
