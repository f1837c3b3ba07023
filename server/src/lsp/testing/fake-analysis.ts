import type { FeasibilityReport, FunctionReport, Subject } from '../../feasibility/model.ts';
import { rules } from '../../feasibility/rules/index.ts';
import type { Hunk, PatchDocument, PatchProblem } from '../../patch/model.ts';
import type { FunctionAnswer, KnowledgeOrigin } from '../../stacks/model.ts';
import type { Analysis } from '../analysis.ts';
import { cmdlineProcShow, doIdle, fakeProfile, idleVerdicts } from './fake-answers.ts';

const origin: KnowledgeOrigin = {
  kind: 'bundled',
  release: '6.1.0',
  description: 'made-up facts for Linux 6.1',
};

const answers: ReadonlyMap<string, FunctionAnswer> = new Map(
  [doIdle, cmdlineProcShow].map((answer) => [answer.name, answer]),
);

function functionReport(name: string, subject: Subject): FunctionReport {
  const answer = answers.get(name);
  const verdicts = answer === doIdle ? idleVerdicts(name) : [];
  return { name, subject, answer, inStead: [], verdicts, ownLines: [], confidence: 'certain' };
}

function reportOf(
  functions: readonly FunctionReport[],
  problems: readonly PatchProblem[],
): FeasibilityReport {
  const context = { profile: fakeProfile, origin, functions, problems };
  return {
    origin,
    profile: fakeProfile,
    functions,
    findings: rules.flatMap((rule) => rule.find(context)),
  };
}

/** The function that a hunk header names, taken for the changed one. */
function changedBy(hunk: Hunk): { name: string; start: number } | undefined {
  const match = /(\w+)\s*\(/.exec(hunk.section?.text ?? '');
  return match?.[1] === undefined ? undefined : { name: match[1], start: match.index };
}

/** What the analysis says of a patch, by hunk headers alone. */
export function fakeReport(document: PatchDocument): FeasibilityReport {
  const functions = document.messages
    .flatMap((message) => message.files)
    .flatMap((file) => file.hunks.map((hunk) => ({ file, hunk })))
    .flatMap(({ file, hunk }): FunctionReport[] => {
      const changed = changedBy(hunk);
      const line = hunk.lines.find((one) => one.kind !== 'context');
      if (changed === undefined || line === undefined || hunk.section === undefined) return [];
      const { start } = hunk.section.range;
      const character = start.character + changed.start;
      const nameRange = {
        start: { line: start.line, character },
        end: { line: start.line, character: character + changed.name.length },
      };
      const change = {
        name: changed.name,
        file: file.newPath ?? '',
        change: 'modified',
        attributes: [],
        isStatic: true,
        confidence: 'certain',
        evidence: 'the hunk header',
        sites: [{ file, hunk, lineRange: line.range, nameRange }],
      } as const;
      return [functionReport(changed.name, { kind: 'patch', change })];
    });
  return reportOf(functions, document.problems);
}

/** Knows two functions; stands in for the analysis in tests of the editor side. */
export const fakeAnalysis: Analysis = {
  kernel: fakeProfile.title,
  origin,
  graph: undefined,
  leaveOut: () => ({ kind: 'none', reason: 'The fake analysis cuts nothing.' }),
  lookup: (name) => answers.get(name),
  patch: async (document) => fakeReport(document),
  source: async () => reportOf([], []),
  explain: async (names) =>
    reportOf(
      names.map((name) => functionReport(name, { kind: 'named' })),
      [],
    ),
};
