import { Command, CommanderError } from 'commander';
import { registerCheck } from './check.ts';
import { registerConfirm } from './confirm.ts';
import {
  type CliEnvironment,
  type CommandContext,
  type ExitCode,
  exitCode,
  InputError,
} from './environment.ts';
import { registerExplain } from './explain.ts';
import { registerIndex } from './index-command.ts';
import { registerQuery } from './query.ts';
import { registerRead } from './read.ts';
import { registerSimulate } from './simulate.ts';

/** Each adds one command. */
const commands: readonly ((program: Command, context: CommandContext) => void)[] = [
  registerCheck,
  registerExplain,
  registerConfirm,
  registerRead,
  registerIndex,
  registerQuery,
  registerSimulate,
];

function endOf(error: unknown, cli: CliEnvironment): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.input;
  if (error instanceof InputError) {
    cli.complain(error.message);
    return exitCode.input;
  }
  throw error;
}

/**
 * Runs `livepatch-check` with `args` (without the program's own name) and gives its exit code.
 * Throws only on a fault of ours.
 */
export async function runCli(
  args: readonly string[],
  cli: CliEnvironment,
  version: string,
): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  const program = new Command('livepatch-check')
    .description("tells whether a Linux livepatch's transition will complete, before it is loaded")
    .version(version)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => cli.page.columns,
      getErrHelpWidth: () => cli.page.columns,
      writeOut: cli.write,
      writeErr: (text) => cli.complain(text.trimEnd()),
    })
    .configureHelp({ minWidthToWrap: 20 })
    .addHelpText('after', '\nExit code: 0 no stall risk, 1 risk found, 2 usage or input error.');
  const finish = (to: ExitCode): void => {
    code = to;
  };
  for (const register of commands) register(program, { cli, finish });
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return endOf(error, cli);
  }
  return code;
}
