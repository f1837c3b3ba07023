import type { FeasibilityReport, Finding, IgnoredFinding } from '../model.ts';
import type { DocumentIgnores, Ignore } from './model.ts';

/** The first line of a document, where what concerns all of it is told. */
const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function speaksOf(ignore: Ignore, finding: Finding, kernel: string): boolean {
  const { codes, source } = ignore;
  if (!codes.includes(finding.code)) return false;
  if (ignore.function !== undefined && ignore.function !== finding.function) return false;
  if (ignore.kernel !== undefined && ignore.kernel !== kernel) return false;
  if (source.kind === 'baseline') return true;
  return finding.range !== undefined && source.lines.includes(finding.range.start.line);
}

function nameOf({ source }: Ignore): string {
  return source.kind === 'baseline' ? source.name : `line ${source.range.start.line + 1}`;
}

/** What an ignore of something that is not there any more is told as. */
function stale({ codes, source, function: fn }: Ignore): Finding {
  const what = `${codes.join(', ')}${fn === undefined ? '' : ` of ${fn}()`}`;
  const message =
    source.kind === 'comment'
      ? `There is no finding ${what} here any more: take this comment away.`
      : `${source.name} ignores ${what} in this document, where it is found no more: take the entry away.`;
  const finding = ignoreFinding(message, source.kind === 'comment' ? source.range : top);
  return source.kind === 'comment' ? { ...finding, isUnneeded: true } : finding;
}

function ignoreFinding(message: string, range: Finding['range']): Finding {
  return {
    code: 'ignore-problem',
    severity: 'information',
    message,
    range,
    related: [],
    function: undefined,
    file: undefined,
  };
}

/** A finding is stale only where the ignore was meant for this document and this kernel. */
function isStale({ source, kernel, codes }: Ignore, here: string): boolean {
  if (codes.length === 0 || (kernel !== undefined && kernel !== here)) return false;
  return source.kind === 'comment' || source.document !== undefined;
}

/**
 * The report without the findings that are to be ignored; these are listed in `ignored` with the reason
 * that was given. Ignores that nothing answers to, and those that are not written as they should be,
 * become findings of their own. What nothing answers to is not told of a part of a document's report.
 */
export function applyIgnores(
  report: FeasibilityReport,
  sources: readonly DocumentIgnores[],
  isComplete = true,
): FeasibilityReport {
  const ignores = sources.flatMap((one) => one.ignores);
  const problems = sources.flatMap((one) => one.problems);
  if (ignores.length === 0 && problems.length === 0) return report;
  const kernel = report.profile.id;
  const used = new Set<Ignore>();
  const ignored: IgnoredFinding[] = [];
  const findings: Finding[] = [];
  for (const finding of report.findings) {
    const by = ignores.filter((ignore) => speaksOf(ignore, finding, kernel));
    const [first] = by;
    for (const ignore of by) used.add(ignore);
    if (first === undefined) findings.push(finding);
    else ignored.push({ finding, reason: first.reason, where: nameOf(first) });
  }
  return {
    ...report,
    ignored,
    findings: [
      ...findings,
      ...problems.map(({ message, range }) => ignoreFinding(message, range ?? top)),
      ...ignores.filter((one) => isComplete && !used.has(one) && isStale(one, kernel)).map(stale),
    ],
  };
}
