import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding, Severity } from '../../feasibility/model.ts';
import type { JudgedDocument } from '../documents/report-store.ts';

/** What diagnostics are signed with. */
export const diagnosticSource = 'livepatch';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How diagnostics are written for this client. */
export interface DiagnosticStyle {
  readonly relatedInformation: boolean;
  /** See `ClientOptions.rulePages`. */
  readonly rulePages: string | undefined;
}

function describe(finding: Finding, style: DiagnosticStyle): Partial<Diagnostic> {
  const page = style.rulePages;
  return {
    source: diagnosticSource,
    code: finding.code,
    ...(page === undefined ? {} : { codeDescription: { href: `${page}/${finding.code}.md` } }),
  };
}

/** The other places of a finding say only where the whole of it stands. */
function pointers(finding: Finding, uri: string, style: DiagnosticStyle): readonly Diagnostic[] {
  const { range } = finding;
  if (range === undefined || finding.severity === 'hint') return [];
  const subject = finding.function === undefined ? '' : `${finding.function}(): `;
  return finding.related.map((place) => ({
    ...describe(finding, style),
    range: place,
    severity: DiagnosticSeverity.Information,
    message: `${subject}${finding.code}, told at line ${range.start.line + 1}.`,
    ...(style.relatedInformation
      ? { relatedInformation: [{ location: { uri, range }, message: finding.message }] }
      : {}),
  }));
}

function convert(finding: Finding, uri: string, style: DiagnosticStyle): readonly Diagnostic[] {
  const { range } = finding;
  if (range === undefined) return [];
  const related = finding.related.map((place) => ({
    location: { uri, range: place },
    message: `${finding.function ?? 'The same'} here`,
  }));
  const whole: Diagnostic = {
    ...describe(finding, style),
    range,
    severity: severities[finding.severity],
    message: finding.message,
    ...(style.relatedInformation && related.length > 0 ? { relatedInformation: related } : {}),
  };
  return [whole, ...pointers(finding, uri, style)];
}

/**
 * A judged document's findings as diagnostics: each where it begins, with a pointer to it at the
 * name in the hunk header and in further hunks. Findings without a place are left out.
 */
export function diagnostics(judged: JudgedDocument, style: DiagnosticStyle): Diagnostic[] {
  const { uri } = judged.document;
  return judged.report.findings.flatMap((finding) => [...convert(finding, uri, style)]);
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
