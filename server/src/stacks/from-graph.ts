import type { GeneratedFunction } from '../kernel/generated/model.ts';
import type { FunctionId, KernelFunction, KernelGraph } from '../kernel/model.ts';
import { withoutClone } from '../kernel/symbols/clones.ts';
import type { FunctionFact } from './fact.ts';
import { generatedFact } from './generated-fact.ts';
import { onRealtime } from './kinds/realtime.ts';
import type { Callee, FunctionAnswer, FunctionKnowledge, KnowledgeOrigin } from './model.ts';
import { symbolCandidates } from './names.ts';
import { bySymbol } from './patchable/by-symbols.ts';
import { holders } from './patchable/inlining.ts';
import { PatchabilityReader, type PatchSources } from './patchable/patchability.ts';
import { answerOf } from './render/answer.ts';
import { computedStacks, type StackFact, type StackFacts } from './stack-facts.ts';

/** What is known of a kernel's functions. */
export class KernelFacts {
  readonly #graph: KernelGraph;
  readonly #stacks: StackFacts;
  readonly #isRealtime: boolean;
  readonly #patchable: PatchabilityReader;

  /** `stacks`: computed at the first question where they are not given. */
  constructor(
    graph: KernelGraph,
    sources: PatchSources = {},
    stacks: StackFacts = computedStacks(graph),
  ) {
    this.#graph = graph;
    this.#stacks = stacks;
    this.#isRealtime = sources.config?.value('CONFIG_PREEMPT_RT') === 'y';
    this.#patchable = new PatchabilityReader(graph, sources);
  }

  /** The facts of a function that a macro makes. */
  ofGenerated(it: GeneratedFunction): FunctionFact {
    return generatedFact(this.#graph, (id) => this.of(id), it, this.#patchable.ofGenerated(it));
  }

  #stacksOf(id: FunctionId): StackFact {
    const fact = this.#stacks.of(id);
    return this.#isRealtime ? { ...fact, residency: onRealtime(fact.residency) } : fact;
  }

  /** The facts of one function. */
  of(id: FunctionId): FunctionFact {
    const { name, file, line } = this.#graph.get(id);
    const into = (each: FunctionId): readonly FunctionId[] => this.#patchable.inlinedInto(each);
    return {
      name,
      file,
      line,
      patch: this.#patchable.of(id),
      ...this.#stacksOf(id),
      effectiveSet: holders(id, into).map((each) => this.#graph.get(each).name),
    };
  }
}

/**
 * Answers from a kernel tree's call graph. `description` names the tree for the reader; `sources` are
 * what its patchability is read from besides, `stacks` what was computed of it before.
 */
export function knowledgeFromGraph(
  graph: KernelGraph,
  description: string,
  sources: PatchSources = {},
  stacks?: StackFacts,
): FunctionKnowledge {
  const facts = new KernelFacts(graph, sources, stacks);
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
        if (withoutClone(name) !== name) {
          const fact = facts.of(found.id);
          const patch = bySymbol(sources.lists ?? {}, name, found, fact.patch);
          return answerOf(name, { ...fact, patch });
        }
        let answer = answers.get(found.id);
        if (answer === undefined) {
          answer = answerOf(found.name, facts.of(found.id));
          answers.set(found.id, answer);
        }
        return answer.name === name ? answer : { ...answer, name };
      }
      return undefined;
    },
    callees(name, file) {
      const own = symbolCandidates(name)
        .map((candidate) => choose(graph.definitions(candidate), file))
        .find((found) => found !== undefined);
      return own === undefined ? [] : calleesOf(graph, own.id);
    },
  };
}

function placeOf({ name, file }: KernelFunction): Omit<Callee, 'line'> {
  return { name, file };
}

/** The built functions that `id` calls by name, those that the fewest files name first, then by line. */
function calleesOf(graph: KernelGraph, id: FunctionId): readonly Callee[] {
  const direct = graph.calleesByName(id);
  const ids = [...new Set(direct.map((edge) => edge.callee))].filter((callee) => {
    const { build } = graph.get(callee);
    return build === 'built-in' || build === 'module';
  });
  const lineOf = (callee: FunctionId): number =>
    Math.min(...direct.filter((edge) => edge.callee === callee).map((edge) => edge.line));
  const files = new Map(ids.map((each) => [each, graph.filesUsingName(each)]));
  return ids
    .sort((a, b) => (files.get(a) ?? 0) - (files.get(b) ?? 0) || lineOf(a) - lineOf(b))
    .map((each) => ({
      ...placeOf(graph.get(each)),
      line: lineOf(each),
      usedIn: files.get(each) ?? 0,
    }));
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
