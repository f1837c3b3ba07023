import type { GeneratedFunction } from '../kernel/generated/model.ts';
import type { FunctionId, KernelFunction, KernelGraph } from '../kernel/model.ts';
import type { FunctionFact } from './fact.ts';
import { linuxAnchors } from './flow/anchors.ts';
import { flowOf } from './flow/flow.ts';
import { generatedFact } from './generated-fact.ts';
import { entryOf } from './kinds/entry.ts';
import { residencyOf } from './kinds/residency.ts';
import { type Roles, rolesOf } from './kinds/roles.ts';
import type { FunctionAnswer, FunctionKnowledge, KnowledgeOrigin } from './model.ts';
import { symbolCandidates } from './names.ts';
import { holders } from './patchable/inlining.ts';
import { PatchabilityReader, type PatchSources } from './patchable/patchability.ts';
import { answerOf } from './render/answer.ts';

/** What is computed of a kernel's functions; the work for the whole kernel is done once, at the start. */
export class KernelFacts {
  readonly #roles: Roles;
  readonly #patchable: PatchabilityReader;

  constructor(graph: KernelGraph, sources: PatchSources = {}) {
    this.#roles = rolesOf(flowOf(graph), linuxAnchors);
    this.#patchable = new PatchabilityReader(graph, sources);
  }

  /** The facts of a function that a macro makes. */
  ofGenerated(it: GeneratedFunction): FunctionFact {
    const { graph } = this.#roles.flow;
    return generatedFact(graph, (id) => this.of(id), it, this.#patchable.ofGenerated(it));
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
      entry: entryOf(this.#roles, id),
      residency: residencyOf(this.#roles, id),
      effectiveSet: holders(id, into).map((each) => flow.graph.get(each).name),
    };
  }
}

/**
 * Answers from a kernel tree's call graph. `description` names the tree for the reader; `sources` are
 * what its patchability is read from besides.
 */
export function knowledgeFromGraph(
  graph: KernelGraph,
  description: string,
  sources: PatchSources = {},
): FunctionKnowledge {
  const facts = new KernelFacts(graph, sources);
  const origin: KnowledgeOrigin = { kind: 'tree', release: graph.release, description };
  const answers = new Map<FunctionId, FunctionAnswer>();
  const generated = (name: string, file: string | undefined): GeneratedFunction | undefined =>
    sources.generated
      ?.named(name)
      .find((it) => file === undefined || it.file === file || it.unit === file);
  return {
    origin,
    lookup(name, file) {
      const own = choose(graph.definitions(name), file);
      const made =
        own === undefined || own.build === 'not-built' ? generated(name, file) : undefined;
      if (made !== undefined) return answerOf(name, facts.ofGenerated(made));
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

/**
 * A header's inline stub stands in for a function that this configuration leaves out, a weak definition
 * for one that the architecture may have.
 */
function rank(it: KernelFunction): number {
  const weak = it.attributes.includes('__weak') ? 0.5 : 0;
  if (it.file.endsWith('.c')) return buildRanks[it.build] + weak;
  return buildRanks[it.build] + (it.attributes.some((word) => word.includes('inline')) ? 1.5 : 1);
}
