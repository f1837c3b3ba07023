import type { Command } from 'commander';
import { Option } from 'commander';
import { decodeText } from '../patch/file-text.ts';
import { readPatch } from '../patch/read.ts';
import { readChanges } from '../source/read-changes.ts';
import { type CommandContext, exitCode, InputError } from './environment.ts';
import { type ReadDocument, toReadJson } from './read-json.ts';
import { readText } from './read-text.ts';

interface ReadOptions {
  readonly kernel?: string;
  readonly format: 'text' | 'json';
}

/**
 * `livepatch-check read PATCH…`: prints what was read, and judges nothing. Exit code 0, or 2 when a
 * file cannot be opened or holds no patch; the other files are printed all the same.
 */
export function registerRead(program: Command, { cli, finish }: CommandContext): void {
  program
    .command('read')
    .description('print what was read of patches: mails, files, hunks, functions, problems')
    .argument('<patch...>', 'diffs or mails; - for standard input')
    .option('--kernel <dir>', 'kernel source tree to locate the hunks in')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .action(async (paths: readonly string[], { kernel, format }: ReadOptions) => {
      const { parser, tree } = await cli.openSource(kernel);
      const documents: ReadDocument[] = [];
      for (const path of paths) {
        try {
          const patch = readPatch(decodeText(await cli.readInput(path)));
          const changes = await readChanges(parser, patch, tree);
          documents.push({ path, patch, changes });
          if (patch.messages.every((message) => message.files.length === 0)) {
            finish(exitCode.input);
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          cli.complain(error.message);
          finish(exitCode.input);
        }
      }
      cli.write(
        format === 'json'
          ? `${JSON.stringify(toReadJson(documents), undefined, 2)}\n`
          : documents.map((document) => readText(cli.page, document)).join('\n'),
      );
    });
}
