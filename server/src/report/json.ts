import type { Finding, FunctionReport, ScenarioVerdict } from '../feasibility/model.ts';
import { isRisk } from '../feasibility/risk.ts';
import type { Position, TextRange } from '../ports/position.ts';
import type { Residency } from '../stacks/model.ts';
import type { Blocker } from '../transition/model.ts';
import type { JsonReport } from './json-schema.ts';
import { type JudgedDocument, REPORT_SCHEMA_VERSION } from './model.ts';

type JsonVerdict = JsonReport['verdicts'][number];
type JsonFunction = JsonReport['functions'][number];
type JsonFinding = JsonReport['findings'][number];

function toPosition(position: Position): { line: number; column: number } {
  return { line: position.line + 1, column: position.character + 1 };
}

function toRange(range: TextRange | undefined): JsonFinding['range'] {
  return range === undefined
    ? null
    : { start: toPosition(range.start), end: toPosition(range.end) };
}

function toBlocker(blocker: Blocker): JsonVerdict['blockers'][number] {
  return { ...blocker, function: blocker.function ?? null };
}

function toVerdict(name: string, document: string | null, one: ScenarioVerdict): JsonVerdict {
  const { verdict } = one;
  return {
    function: name,
    document,
    scenario: one.scenario,
    title: one.title,
    kernel: one.profile.id,
    outcome: verdict.outcome,
    seconds: verdict.seconds ?? null,
    tries: verdict.tries,
    signalRounds: verdict.signalRounds,
    flags: [...verdict.flags],
    blockers: verdict.blockers.map(toBlocker),
    firstTry: verdict.firstTry.map(toBlocker),
    timed: {
      outcome: verdict.timed.seconds === undefined ? 'open' : 'complete',
      seconds: verdict.timed.seconds ?? null,
      limit: verdict.timed.limit,
      tries: verdict.timed.tries,
      signalRounds: verdict.timed.signalRounds,
      blockers: verdict.timed.blockers.map(toBlocker),
    },
    strategies: one.strategies.map((strategy) => ({
      id: strategy.id,
      title: strategy.title,
      explanation: strategy.explanation,
      risk: strategy.risk,
      how: strategy.how ?? '',
      outcome: strategy.verdict.outcome,
      ending: strategy.verdict.ending,
      seconds: strategy.verdict.seconds ?? null,
      flags: [...strategy.verdict.flags],
      helps: strategy.helps,
    })),
  };
}

function toWait(wait: Residency['wait']): JsonFunction['residency'][number]['wait'] {
  if (wait === undefined) return null;
  return { ...wait, seconds: wait.seconds ?? null, deaf: wait.deaf === true };
}

function toResidency(residency: Residency): JsonFunction['residency'][number] {
  return {
    kind: residency.kind,
    business: residency.business,
    task: residency.task,
    wait: toWait(residency.wait),
    evidence: residency.evidence,
    path: residency.path.map((step) => ({ ...step })),
    certainty: residency.certainty,
  };
}

function toFunction(document: string | null, report: FunctionReport): JsonFunction {
  const { answer, subject } = report;
  const change = subject.kind === 'patch' ? subject.change : undefined;
  return {
    name: report.name,
    document,
    file: answer?.file ?? change?.file ?? null,
    line: answer?.line ?? null,
    change: change?.change ?? null,
    confidence: report.confidence,
    entry: answer?.entry ?? null,
    patchable: answer?.patchable ?? {
      answer: 'unknown',
      reason: 'the function is not known to the kernel in use',
      evidence: 'no definition of that name',
    },
    effectiveSet: [...(answer?.effectiveSet ?? [report.name])],
    residency: (answer?.residency ?? []).map(toResidency),
    ownLines: [...report.ownLines],
  };
}

function toFinding(document: string | null, finding: Finding): JsonFinding {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    function: finding.function ?? null,
    file: document,
    range: toRange(finding.range),
  };
}

/**
 * The reports of one run as one JSON value; `judged` has at least one element, all made with the
 * same kernel.
 */
export function toJsonReport(judged: readonly [JudgedDocument, ...JudgedDocument[]]): JsonReport {
  const { origin, profile } = judged[0].report;
  const ignored = judged.flatMap(({ path, report }) =>
    (report.ignored ?? []).map(({ finding, reason, where }) => ({
      finding: toFinding(path ?? null, finding),
      reason,
      where,
    })),
  );
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    kernel: { id: profile.id, title: profile.title },
    facts: { ...origin },
    risk: judged.some((one) => one.report.findings.some(isRisk)),
    functions: judged.flatMap(({ path, report }) =>
      report.functions.map((one) => toFunction(path ?? null, one)),
    ),
    verdicts: judged.flatMap(({ path, report }) =>
      report.functions.flatMap((one) =>
        one.verdicts.map((verdict) => toVerdict(one.name, path ?? null, verdict)),
      ),
    ),
    findings: judged.flatMap(({ path, report }) =>
      report.findings.map((one) => toFinding(path ?? null, one)),
    ),
    ...(ignored.length === 0 ? {} : { ignored }),
  };
}
