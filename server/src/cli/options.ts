import { type Command, Option } from 'commander';
import type { KernelChoice } from './environment.ts';

/** The options that every judging command has, as commander hands them over. */
export interface JudgeOptions {
  readonly kernel?: string;
  readonly kernelRelease?: string;
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
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['text', 'json', 'html'])
        .default('text'),
    );
}

/** The kernel that the options name. */
export function kernelChoice(options: JudgeOptions): KernelChoice {
  return { tree: options.kernel, release: options.kernelRelease };
}
