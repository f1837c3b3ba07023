import {
  CodeLens,
  type CodeLensProvider,
  EventEmitter,
  l10n,
  Range,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { ConfirmReport, ConfirmReportCase } from '../../../server/src/protocol/confirm.ts';
import { showTextCommand } from '../../../server/src/protocol/show-text.ts';

/** What the kernel did, in a few words. */
export function sayCase({ outcome, seconds, error }: ConfirmReportCase): string {
  switch (outcome) {
    case 'complete':
      return l10n.t('completed in {0} s', seconds.toFixed(1));
    case 'stalled':
      return l10n.t('stalled, watched for {0} s', seconds.toFixed(0));
    case 'not-loadable':
      return l10n.t('could not be loaded ({0})', error ?? '?');
    case 'hangs':
      return l10n.t('the machine hung');
    case 'lost':
      return l10n.t('no answer');
  }
}

/** What one function's cases say together: the worst first. */
function sayFunction(cases: readonly ConfirmReportCase[]): string {
  const worst = cases.find(({ outcome }) => outcome !== 'complete') ?? cases[0];
  if (worst === undefined) return '';
  const compared = cases.filter(({ agrees }) => agrees !== null);
  const agreeing = compared.filter(({ agrees }) => agrees);
  const beside =
    compared.length === 0
      ? ''
      : ` · ${l10n.t('{0} of {1} as simulated', agreeing.length, compared.length)}`;
  return `${sayCase(worst)} (${worst.title})${beside}`;
}

/** The zero-based line that speaks of a function first: a hunk header, else its name; else the top. */
function lineOf(document: TextDocument, name: string): number {
  const lines = document.getText().split('\n');
  const header = lines.findIndex((line) => /^[>| ]*@@/.test(line) && line.includes(`${name}(`));
  return header >= 0
    ? header
    : Math.max(
        0,
        lines.findIndex((line) => line.includes(`${name}(`)),
      );
}

/** What real kernels answered, shown above the functions beside the simulated verdicts until an edit. */
export class ConfirmResults implements CodeLensProvider {
  readonly #reports = new Map<
    string,
    { readonly version: number; readonly report: ConfirmReport }
  >();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  put(document: TextDocument, report: ConfirmReport): void {
    this.#reports.set(document.uri.toString(), { version: document.version, report });
    this.#changed.fire();
  }

  forget(uri: Uri): void {
    this.#reports.delete(uri.toString());
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const kept = this.#reports.get(document.uri.toString());
    if (kept === undefined || kept.version !== document.version) return [];
    const { report } = kept;
    const names = [...new Set(report.cases.map((one) => one.function))];
    return names.map((name) => {
      const line = lineOf(document, name);
      const cases = report.cases.filter((one) => one.function === name);
      return new CodeLens(new Range(line, 0, line, 0), {
        title: `$(vm) ${name}(): ${sayFunction(cases)}, ${report.release}`,
        command: showTextCommand,
        arguments: [{ languageId: 'plaintext', text: report.text }],
      });
    });
  }
}
