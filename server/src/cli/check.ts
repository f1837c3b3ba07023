import type { Command } from 'commander';
import { checkDocument } from '../feasibility/check.ts';
import type { Environment } from '../feasibility/environment.ts';
import { applyIgnores } from '../feasibility/ignores/apply.ts';
import { readBaseline } from '../feasibility/ignores/baseline.ts';
import { readIgnoreComments } from '../feasibility/ignores/comments.ts';
import type { FeasibilityReport } from '../feasibility/model.ts';
import { decodeText } from '../patch/file-text.ts';
import type { JudgedDocument } from '../report/model.ts';
import { type BaselineOption, baselineFor } from './baseline.ts';
import { type CliEnvironment, type CommandContext, exitCode, InputError } from './environment.ts';
import { addJudgeOptions, type JudgeOptions, kernelChoice } from './options.ts';
import { printReport } from './print-report.ts';

type CheckOptions = JudgeOptions & { readonly baseline: BaselineOption };

/** Names that hold C rather than a patch. */
const C_SOURCE = /\.[ch]$/;

async function judge(
  cli: CliEnvironment,
  environment: Environment,
  path: string,
  baseline: BaselineOption,
): Promise<FeasibilityReport> {
  const bytes = await cli.readInput(path);
  const text = decodeText(bytes);
  const isSource = C_SOURCE.test(path);
  const report = await checkDocument(isSource ? 'c' : 'patch', text, environment);
  const fault = report.findings.find(
    (one) => one.code === 'patch-problem' && one.severity === 'error',
  );
  if (report.functions.length === 0 && fault !== undefined) {
    throw new InputError(`${path}: ${fault.message}`);
  }
  if (isSource && report.functions.length === 0) {
    throw new InputError(
      `${path}: no struct klp_func table with an .old_name string was found; name a livepatch module's source, or a patch`,
    );
  }
  const file = await baselineFor(cli, baseline, path);
  return applyIgnores(report, [
    ...(isSource ? [readIgnoreComments(text)] : []),
    ...(file === undefined ? [] : [readBaseline(file)]),
  ]);
}

/** `livepatch-check PATCH…`: judges every patch; a file that cannot be read does not hide the others. */
export function registerCheck(program: Command, { cli, finish }: CommandContext): void {
  const command = program
    .command('check', { isDefault: true })
    .description('judge patches and livepatch modules (the default command)')
    .argument('<patch...>', 'diffs, mails, or C files with klp_func tables; - for standard input');
  addJudgeOptions(command)
    .option(
      '--baseline <file>',
      'findings to ignore (default: the nearest .livepatch-feasibility.json)',
    )
    .option('--no-baseline', 'ignore nothing but what comments in the source say')
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const environment = await cli.openKernel(kernelChoice(options));
      const judged: JudgedDocument[] = [];
      let unreadable = false;
      for (const path of paths) {
        try {
          judged.push({ path, report: await judge(cli, environment, path, options.baseline) });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          cli.complain(error.message);
          unreadable = true;
        }
      }
      const [first, ...others] = judged;
      if (first !== undefined) finish(printReport(cli, [first, ...others], options.format));
      if (unreadable) finish(exitCode.input);
    });
}
