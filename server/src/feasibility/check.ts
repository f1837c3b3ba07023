import type { PatchDocument, PatchProblem } from '../patch/model.ts';
import { readPatch } from '../patch/read.ts';
import { unhurried } from '../ports/pace.ts';
import { ChangeMemory } from '../source/change-memory.ts';
import { klpFunctions } from '../source/klp-functions.ts';
import type { ChangedFunction } from '../source/model.ts';
import {
  type PatchChanges,
  type ReadingCourse,
  readChangedFunctions,
} from '../source/read-changes.ts';
import type { Environment } from './environment.ts';
import { judgeFunction } from './judge-function.ts';
import type { FeasibilityReport, FunctionReport } from './model.ts';
import { ownLines } from './own-lines.ts';
import { type Question, usualQuestion } from './question.ts';
import { rules } from './rules/index.ts';

/** What a text is: a patch in any of its forms, or C source. */
export type DocumentKind = 'patch' | 'c';

function reportOf(
  environment: Environment,
  functions: readonly FunctionReport[],
  problems: readonly PatchProblem[],
): FeasibilityReport {
  const { profile } = environment;
  const { origin } = environment.knowledgeFor(profile);
  const context = { profile, origin, functions, problems };
  return { origin, profile, functions, findings: rules.flatMap((rule) => rule.find(context)) };
}

/** What is known and simulated of a function that the patch hooks. */
function judged(
  environment: Environment,
  name: string,
  file: string | undefined,
  question: Question = usualQuestion,
): Pick<FunctionReport, 'name' | 'answer' | 'inStead' | 'verdicts'> {
  const knowledge = environment.knowledgeFor(environment.profile);
  const answer = knowledge.lookup(name, file);
  const others = (answer?.effectiveSet ?? []).filter((other) => other !== name);
  return {
    name,
    answer,
    inStead: others.map((other) => ({
      name: other,
      patchable: knowledge.lookup(other)?.patchable.answer ?? 'unknown',
    })),
    verdicts: judgeFunction(environment, name, file, question),
  };
}

function judgeChange(environment: Environment, change: ChangedFunction): FunctionReport {
  const { name, file, confidence } = change;
  const subject = { kind: 'patch', change } as const;
  if (change.change !== 'modified') {
    const unhooked = { answer: undefined, inStead: [], verdicts: [], ownLines: [] };
    return { name, subject, confidence, ...unhooked };
  }
  const knowledge = environment.knowledgeFor(environment.profile);
  let shown: readonly string[] | undefined;
  return {
    subject,
    confidence,
    // Only readers of a whole function ask for these, and they cost more than all else of an edited patch.
    get ownLines() {
      shown ??= ownLines(change, knowledge);
      return shown;
    },
    ...judged(environment, name, file),
  };
}

/** A function whose name stands in a table or was typed: there is no doubt that it is meant. */
function judgeNamed(
  environment: Environment,
  name: string,
  subject: FunctionReport['subject'],
  question: Question = usualQuestion,
): FunctionReport {
  const known = judged(environment, name, undefined, question);
  return { subject, confidence: 'certain', ownLines: [], ...known };
}

const known = new WeakMap<Environment, WeakMap<ChangedFunction, FunctionReport>>();

/** {@link judgeChange}, once for a change: the memory of a course gives the same ones again. */
function judgedBefore(environment: Environment, change: ChangedFunction): FunctionReport {
  const before = known.get(environment) ?? new WeakMap<ChangedFunction, FunctionReport>();
  known.set(environment, before);
  const report = before.get(change) ?? judgeChange(environment, change);
  before.set(change, report);
  return report;
}

/** How a check goes about that is one of many of the same document, or cannot wait for all of it. */
export interface CheckCourse extends Pick<ReadingCourse, 'pace' | 'memory'> {
  /** Asked now and then: whether a report on what was read so far is wanted. */
  readonly isPartDue: () => boolean;
  /** Gets that report. */
  readonly part: (report: FeasibilityReport) => void;
}

const wholeAtOnce: CheckCourse = {
  pace: unhurried,
  memory: new ChangeMemory(),
  isPartDue: () => false,
  part: () => {},
};

/** Judges every function that a patch changes. Never throws on bad text: it gives problems instead. */
export async function checkPatch(
  text: string,
  environment: Environment,
): Promise<FeasibilityReport> {
  return checkPatchDocument(readPatch(text), environment, wholeAtOnce);
}

/**
 * {@link checkPatch} for a patch that was read already. Rejects only when the course's pace does, since
 * the result is wanted no more.
 */
export async function checkPatchDocument(
  document: PatchDocument,
  environment: Environment,
  course: CheckCourse,
): Promise<FeasibilityReport> {
  const { pace, memory } = course;
  const judgeAll = async (changes: PatchChanges): Promise<FeasibilityReport> => {
    const functions: FunctionReport[] = [];
    for (const change of changes.functions) {
      functions.push(judgedBefore(environment, change));
      if (pace.isDue) await pace.breathe();
    }
    return reportOf(environment, functions, [...document.problems, ...changes.problems]);
  };
  const changes = await readChangedFunctions(environment.parser, document, environment.tree, {
    pace,
    memory,
    afterFile: async (soFar) => {
      if (course.isPartDue()) course.part(await judgeAll(soFar()));
    },
  });
  return judgeAll(changes);
}

/** Judges every `.old_name` of the `klp_func` tables in a C text; a text without tables gives no findings. */
export function checkSource(text: string, environment: Environment): FeasibilityReport {
  const entries = klpFunctions(environment.parser, text);
  return reportOf(
    environment,
    entries.map((entry) => judgeNamed(environment, entry.oldName, { kind: 'klp-func', entry })),
    [],
  );
}

/** {@link checkPatch} or {@link checkSource}, by the kind of text. */
export async function checkDocument(
  kind: DocumentKind,
  text: string,
  environment: Environment,
): Promise<FeasibilityReport> {
  return kind === 'c' ? checkSource(text, environment) : checkPatch(text, environment);
}

/** Judges functions named by hand; those that the kernel does not know have no answer. */
export function explainFunctions(
  names: readonly string[],
  environment: Environment,
  question: Question = usualQuestion,
): FeasibilityReport {
  const functions = names.map((name) => judgeNamed(environment, name, { kind: 'named' }, question));
  return reportOf(environment, functions, []);
}
