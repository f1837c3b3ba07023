import type { Command } from 'commander';
import { explainFunctions } from '../feasibility/check.ts';
import { type CommandContext, exitCode } from './environment.ts';
import { addJudgeOptions, type JudgeOptions, kernelChoice } from './options.ts';
import { printReport } from './print-report.ts';
import { addQuestionOptions, type QuestionOptions, questionOf } from './question.ts';

type ExplainOptions = JudgeOptions & QuestionOptions;

/** A C identifier, with the dots of compiler clones (`ptrace_stop.part.0`). */
const FUNCTION_NAME = /^[A-Za-z_][\w.]*$/;

/** `livepatch-check explain FUNCTION…`: the findings of a patch, for functions named by hand. */
export function registerExplain(program: Command, { cli, finish }: CommandContext): void {
  const command = program
    .command('explain')
    .description('judge functions named by hand')
    .argument('<function...>', 'names of kernel functions');
  addQuestionOptions(addJudgeOptions(command)).action(
    async (names: readonly string[], options: ExplainOptions) => {
      const odd = names.find((name) => !FUNCTION_NAME.test(name));
      if (odd !== undefined) {
        cli.complain(`"${odd}" is not a function name: expected a C identifier such as do_idle`);
        finish(exitCode.input);
        return;
      }
      const environment = await cli.openKernel(kernelChoice(options));
      const report = explainFunctions(
        names,
        environment,
        await questionOf(cli, options, environment),
      );
      finish(printReport(cli, [{ path: undefined, report }], options.format));
      const unknown = report.functions.filter((one) => one.answer === undefined);
      for (const one of unknown) {
        cli.complain(`${one.name}: no such function in ${report.origin.description}`);
      }
      if (unknown.length > 0) finish(exitCode.input);
    },
  );
}
