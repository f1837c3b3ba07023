import { Command, CommanderError } from 'commander';
import {
  type CliEnvironment,
  type CommandContext,
  type ExitCode,
  exitCode,
  InputError,
} from './environment.ts';

type Register = (program: Command, context: CommandContext) => void;

/** What adds each command. Reading it takes longer than some commands do: only what is asked for is read. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  check: async () => (await import('./check.ts')).registerCheck,
  explain: async () => (await import('./explain.ts')).registerExplain,
  confirm: async () => (await import('./confirm.ts')).registerConfirm,
  read: async () => (await import('./read.ts')).registerRead,
  index: async () => (await import('./index-command.ts')).registerIndex,
  query: async () => (await import('./query.ts')).registerQuery,
  simulate: async () => (await import('./simulate.ts')).registerSimulate,
};

/** The command that arguments begin with; all of them, for the help and for what is misspelt, where they do not. */
function commandsFor([first = '']: readonly string[]): Promise<readonly Register[]> {
  const one = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return Promise.all((one === undefined ? Object.values(commands) : [one]).map((load) => load()));
}

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
  for (const register of await commandsFor(args)) register(program, { cli, finish });
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return endOf(error, cli);
  }
  return code;
}
