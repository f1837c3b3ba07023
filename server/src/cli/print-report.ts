import { isRisk } from '../feasibility/risk.ts';
import { htmlReport } from '../report/html.ts';
import { toJsonReport } from '../report/json.ts';
import type { JudgedDocument } from '../report/model.ts';
import { textReport } from '../report/text/index.ts';
import { type CliEnvironment, type ExitCode, exitCode } from './environment.ts';
import type { JudgeOptions } from './options.ts';

/** Prints what was judged in the asked format and gives the exit code that it deserves. */
export function printReport(
  cli: CliEnvironment,
  judged: readonly [JudgedDocument, ...JudgedDocument[]],
  format: JudgeOptions['format'],
): ExitCode {
  if (format === 'json') {
    cli.write(`${JSON.stringify(toJsonReport(judged), undefined, 2)}\n`);
  } else if (format === 'html') {
    cli.write(htmlReport(judged));
  } else {
    cli.write(judged.map((one) => textReport(cli.page, one)).join('\n'));
  }
  return judged.some((one) => one.report.findings.some(isRisk)) ? exitCode.risk : exitCode.fine;
}
