import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { Finding, FindingCode, Severity } from '../../feasibility/model.ts';
import type { LineDocument } from '../documents/line-document.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { textOf } from '../documents/text-of.ts';

import type { FindInTree } from '../tree-places.ts';

/** What diagnostics are signed with. */
export const diagnosticSource = 'livepatch';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding in few words, for the places that only point to it. */
const inFewWords: Readonly<Record<FindingCode, string>> = {
  stall: 'the transition stalls',
  'may-stall': 'the transition may stall',
  'no-effect': 'some tasks never enter the new code',
  'not-patchable': 'it cannot be livepatched',
  'unknown-function': 'nothing is known of it',
  'added-function': 'it is added',
  'removed-function': 'it is removed',
  'unchanged-function': 'only its place or name changes',
  'quiet-cpu': 'the transition may wait for idle CPUs',
  completes: 'the transition completes',
  'patch-problem': 'the patch could not be read as it stands',
  'ignore-problem': 'what is ignored here is not as it was',
};

/** How diagnostics are written for this client. */
export interface DiagnosticStyle {
  readonly relatedInformation: boolean;
  /** See `ClientOptions.rulePages`. */
  readonly rulePages: string | undefined;
  /** Finds places in the user's kernel tree. */
  readonly inTree: FindInTree;
}

function describe(finding: Finding, style: DiagnosticStyle): Partial<Diagnostic> {
  const page = style.rulePages;
  return {
    source: diagnosticSource,
    code: finding.code,
    ...(page === undefined ? {} : { codeDescription: { href: `${page}/${finding.code}.md` } }),
  };
}

/** The other places of a finding say it in few words, and where the whole of it stands. */
function pointers(
  finding: Finding,
  document: LineDocument,
  style: DiagnosticStyle,
): readonly Diagnostic[] {
  if (finding.range === undefined || finding.severity === 'hint') return [];
  const { uri } = document;
  const range = textOf(document, finding.range);
  const subject = finding.function === undefined ? '' : `${finding.function}(): `;
  return finding.related.map((place) => ({
    ...describe(finding, style),
    range: textOf(document, place),
    severity: DiagnosticSeverity.Information,
    message: `${subject}${inFewWords[finding.code]}; see line ${range.start.line + 1}.`,
    ...(style.relatedInformation
      ? { relatedInformation: [{ location: { uri, range }, message: finding.message }] }
      : {}),
  }));
}

/** The call path that put the function on a stack, step by step, in the user's kernel tree. */
function evidence(
  finding: Finding,
  { report }: JudgedDocument,
  inTree: FindInTree,
): readonly DiagnosticRelatedInformation[] {
  const fn = report.functions.find((one) => one.name === finding.function);
  const [worst] = fn?.answer?.residency ?? [];
  return (worst?.path ?? []).flatMap((step, index, path) => {
    const place = inTree(step.file, step.line);
    if (place === undefined) return [];
    const start = { line: Math.max(0, place.line - 1), character: 0 };
    const next = path[index + 1]?.function;
    const message =
      next === undefined ? `${step.function}()` : `${step.function}() calls ${next}()`;
    return [{ location: { uri: place.uri, range: { start, end: start } }, message }];
  });
}

function convert(
  finding: Finding,
  judged: JudgedDocument,
  style: DiagnosticStyle,
): readonly Diagnostic[] {
  const { document } = judged;
  const { range } = finding;
  if (range === undefined) return [];
  const elsewhere = finding.related.map((place) => ({
    location: { uri: document.uri, range: textOf(document, place) },
    message: `${finding.function ?? 'The same'} here`,
  }));
  const related = [...elsewhere, ...evidence(finding, judged, style.inTree)];
  const whole: Diagnostic = {
    ...describe(finding, style),
    range: textOf(document, range),
    severity: severities[finding.severity],
    message: finding.message,
    ...(finding.isUnneeded === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(style.relatedInformation && related.length > 0 ? { relatedInformation: related } : {}),
  };
  return [whole, ...pointers(finding, document, style)];
}

/** Editors show no more than this of one document (VS Code: 1000), and take long for it. */
const mostDiagnostics = 1000;

/** The worst, in their order, and how many more there are. */
function bounded(all: readonly Diagnostic[]): Diagnostic[] {
  if (all.length <= mostDiagnostics) return [...all];
  const levels = all.map(({ severity = DiagnosticSeverity.Hint }) => severity);
  const limit = [...levels].sort((one, other) => one - other)[mostDiagnostics - 2] ?? 0;
  let atLimit = mostDiagnostics - 1 - levels.filter((level) => level < limit).length;
  const kept = all.filter((_, index) => {
    const level = levels[index] ?? limit;
    if (level === limit) atLimit -= 1;
    return level < limit || (level === limit && atLimit >= 0);
  });
  const start = { line: 0, character: 0 };
  const rest: Diagnostic = {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    source: diagnosticSource,
    message: `${all.length - kept.length} lesser findings of this document are not shown here; livepatch-check tells all.`,
  };
  return [rest, ...kept];
}

/**
 * A judged document's findings as diagnostics: each where it begins, with a pointer to it at the
 * name in the hunk header and in further hunks, and the evidence as related places in the kernel tree.
 * Findings without a place are left out; of very many, the worst are given and the rest counted.
 */
export function diagnostics(judged: JudgedDocument, style: DiagnosticStyle): Diagnostic[] {
  return bounded(judged.report.findings.flatMap((finding) => [...convert(finding, judged, style)]));
}

/** What a document shows when it could not be judged at all. */
export function faultDiagnostic(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Warning,
    source: diagnosticSource,
    message: `This document could not be judged: ${message} The output channel tells more.`,
  };
}
