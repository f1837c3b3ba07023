import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { Finding, FindingCode, FunctionReport, Severity } from '../../feasibility/model.ts';
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
  functions: ReadonlyMap<string, FunctionReport>,
  inTree: FindInTree,
): readonly DiagnosticRelatedInformation[] {
  const fn = finding.function === undefined ? undefined : functions.get(finding.function);
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
  document: LineDocument,
  functions: ReadonlyMap<string, FunctionReport>,
  style: DiagnosticStyle,
): readonly Diagnostic[] {
  const { range } = finding;
  if (range === undefined) return [];
  const elsewhere = finding.related.map((place) => ({
    location: { uri: document.uri, range: textOf(document, place) },
    message: `${finding.function ?? 'The same'} here`,
  }));
  const related = [...elsewhere, ...evidence(finding, functions, style.inTree)];
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

/** The `most` of the lowest levels, in their order. */
function worst<T>(all: readonly T[], levelOf: (one: T) => number, most: number): readonly T[] {
  if (all.length <= most) return all;
  const levels = all.map(levelOf);
  const limit = [...levels].sort((one, other) => one - other)[most - 1] ?? 0;
  let atLimit = most - levels.filter((level) => level < limit).length;
  return all.filter((_, index) => {
    const level = levels[index] ?? limit;
    if (level === limit) atLimit -= 1;
    return level < limit || (level === limit && atLimit >= 0);
  });
}

/** Says at the document's first line how many findings are not shown. */
function notShown(count: number): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    source: diagnosticSource,
    message: `${count} lesser findings of this document are not shown here; livepatch-check tells all.`,
  };
}

/**
 * A judged document's findings as diagnostics: each where it begins, with a pointer to it at the
 * name in the hunk header and in further hunks, and the evidence as related places in the kernel tree.
 * Findings without a place are left out; of very many, the worst are given and the rest counted.
 */
export function diagnostics(judged: JudgedDocument, style: DiagnosticStyle): Diagnostic[] {
  const { report, document } = judged;
  const functions = new Map(report.functions.map((fn) => [fn.name, fn]));
  const { findings } = report;
  const room = mostDiagnostics - 1;
  const told = worst(findings, ({ severity }) => severities[severity], room);
  const all = told.flatMap((finding) => [...convert(finding, document, functions, style)]);
  if (all.length <= room && told.length === findings.length) return all;
  const shown = worst(all, ({ severity = DiagnosticSeverity.Hint }) => severity, room);
  const lost = all.length - shown.length + findings.length - told.length;
  return [notShown(lost), ...shown];
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
