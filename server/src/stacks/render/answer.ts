import type { FunctionFact } from '../fact.ts';
import type { FunctionAnswer } from '../model.ts';
import { entryOf } from './entry-sentence.ts';
import { patchability } from './patch-sentence.ts';
import { residencySentence } from './residency-sentence.ts';

/** A fact with its sentences. `name` is what was asked for, which may be a clone of the fact's function. */
export function answerOf(name: string, fact: FunctionFact): FunctionAnswer {
  return {
    name,
    file: fact.file,
    line: fact.line,
    patchable: patchability(fact),
    entry: entryOf(fact),
    residency: fact.residency.map((each) => ({
      kind: each.kind,
      business: each.business,
      task: each.task,
      wait: each.wait,
      path: each.path,
      evidence: residencySentence(fact.name, each),
      certainty: each.certainty,
    })),
    effectiveSet: fact.effectiveSet,
  };
}
