import { type Command, Option } from 'commander';
import type { KernelChoice } from './environment.ts';

/** The options that every judging command has, as commander hands them over. */
export interface JudgeOptions {
  readonly kernel?: string;
  readonly kernelRelease?: string;
  readonly symbols: readonly string[];
  readonly format: 'text' | 'json' | 'html';
}

/** Adds the options that every judging command has. */
export function addJudgeOptions(command: Command): Command {
  return command
    .option('--kernel <dir>', 'kernel source tree to judge against (default: bundled facts)')
    .option(
      '--kernel-release <version>',
      'kernel whose transition is judged, such as 6.1 or 5.10.0-30',
    )
    .addOption(symbolsOption())
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['text', 'json', 'html'])
        .default('text'),
    );
}

/** `--symbols FILE`: may be given several times. */
export function symbolsOption(): Option {
  return new Option(
    '--symbols <file>',
    "symbol list of the kernel: System.map, /proc/kallsyms, available_filter_functions or vmlinux, or a folder of them; may be repeated (default: those at the tree's top)",
  )
    .argParser((path: string, before: readonly string[]) => [...before, path])
    .default([], 'none');
}

/** The kernel that the options name. */
export function kernelChoice(options: JudgeOptions): KernelChoice {
  return { tree: options.kernel, release: options.kernelRelease, symbols: options.symbols };
}
