import type { KernelFunction } from '../kernel/model.ts';
import type { KernelLists } from '../kernel/symbols/lists.ts';
import type { FunctionFact } from './fact.ts';
import { FactsFile } from './facts/decode.ts';
import type { FunctionAnswer, FunctionKnowledge } from './model.ts';
import { symbolCandidates } from './names.ts';
import { byLists, bySymbol } from './patchable/by-symbols.ts';
import { answerOf } from './render/answer.ts';

/**
 * Answers from bundled facts, given the file's bytes after decompression with Brotli; with symbol lists of
 * the very kernel, what they tell of patchability counts more. Throws `FactsError` on other bytes.
 */
export function knowledgeFromFacts(bytes: Uint8Array, lists: KernelLists = {}): FunctionKnowledge {
  const file = new FactsFile(bytes);
  const { release, source } = file.header;
  const answers = new Map<FunctionFact['name'], FunctionAnswer>();
  return {
    origin: {
      kind: 'bundled',
      release,
      description: `bundled facts for Linux ${release} (${source})`,
    },
    lookup(name, where) {
      const key = `${name} ${where ?? ''}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      for (const candidate of symbolCandidates(name)) {
        const facts = file.find(candidate);
        const fact = where === undefined ? inSource(facts) : facts.find((it) => it.file === where);
        if (fact === undefined) continue;
        const image = imageOf(fact);
        const plain = byLists(lists, image, fact.patch);
        const answer = answerOf(name, { ...fact, patch: bySymbol(lists, name, image, plain) });
        answers.set(key, answer);
        return answer;
      }
      return undefined;
    },
    callees(name) {
      for (const candidate of symbolCandidates(name)) {
        const called = file.calledBy(candidate);
        if (called.length > 0) return called;
      }
      return [];
    },
  };
}

/** Facts are of the kernel image. */
function imageOf({ name }: FunctionFact): Pick<KernelFunction, 'name' | 'build'> {
  return { name, build: 'built-in' };
}

/** Of several functions of one name, one in a C file rather than in a header. */
function inSource(facts: readonly FunctionFact[]): FunctionFact | undefined {
  return facts.find((it) => it.file.endsWith('.c')) ?? facts[0];
}
