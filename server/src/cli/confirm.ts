import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { checkDocument } from '../feasibility/check.ts';
import type { FeasibilityReport, FunctionReport } from '../feasibility/model.ts';
import type { ConfirmCase, ConfirmKernel } from './confirm-model.ts';
import { confirmationText } from './confirm-text.ts';
import { type CommandContext, exitCode, InputError } from './environment.ts';

interface ConfirmOptions {
  readonly kernelPackage?: string;
  readonly headers: string[];
  readonly vmlinuz?: string;
  readonly headersDir?: string;
  readonly kernel?: string;
  readonly format: 'text' | 'json';
}

const C_SOURCE = /\.[ch]$/;

function kernelOf(options: ConfirmOptions): ConfirmKernel {
  const { kernelPackage, headers, vmlinuz, headersDir } = options;
  if (kernelPackage !== undefined) return { kind: 'packages', image: kernelPackage, headers };
  if (vmlinuz !== undefined && headersDir !== undefined) {
    return { kind: 'files', vmlinuz, headers: headersDir };
  }
  throw new InputError('expected --kernel-package DEB, or --vmlinuz FILE with --headers-dir DIR');
}

/** `6.1.0-56-amd64`, from the name of the package or file. */
function releaseOf(kernel: ConfirmKernel): string | undefined {
  const name = basename(kernel.kind === 'packages' ? kernel.image : kernel.vmlinuz);
  return /(?:image|binary|vmlinuz)-(?:unsigned-)?(\d+\.\d+[^_]*)/.exec(name)?.[1];
}

/** The workloads in which a function can be on somebody's stack; an idle machine and a hog always. */
function workloadsOf(report: FunctionReport): readonly string[] {
  const kinds = new Set(report.answer?.residency.map((one) => one.kind));
  return [
    'idle',
    'hog1',
    ...(kinds.has('syscall-wait') ? ['sleepers'] : []),
    ...(kinds.has('user-exit') ? ['stopped'] : []),
  ];
}

/** The functions that the livepatch would have to change, each under its workloads. */
function casesOf(report: FeasibilityReport): readonly ConfirmCase[] {
  const byName = new Map<string, readonly string[]>();
  for (const one of report.functions) {
    if (one.subject.kind === 'patch' && one.subject.change.change !== 'modified') continue;
    for (const name of one.answer?.effectiveSet ?? [one.name]) byName.set(name, workloadsOf(one));
  }
  return [...byName].flatMap(([name, workloads]) =>
    workloads.map((workload) => ({ function: name, workload })),
  );
}

/** `livepatch-check confirm PATCH`: the patch's functions, livepatched as they are on a real kernel. */
export function registerConfirm(program: Command, { cli, finish }: CommandContext): void {
  program
    .command('confirm')
    .description("livepatch a patch's functions on a real kernel in a virtual machine")
    .argument('<patch>', 'diff, mail, or C file with klp_func tables; - for standard input')
    .option('--kernel-package <deb>', 'linux-image package of the kernel; nothing is installed')
    .option(
      '--headers <deb...>',
      'its linux-headers and linux-kbuild packages (default: beside it)',
      [],
    )
    .option('--vmlinuz <file>', 'the kernel itself, instead of a package')
    .option('--headers-dir <dir>', 'with --vmlinuz: the folder that its modules are built against')
    .option('--kernel <dir>', 'kernel source tree to find the changed functions with')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .action(async (path: string, options: ConfirmOptions) => {
      const kernel = kernelOf(options);
      const text = new TextDecoder().decode(await cli.readInput(path));
      const environment = await cli.openKernel({
        tree: options.kernel,
        release: releaseOf(kernel),
      });
      const report = await checkDocument(C_SOURCE.test(path) ? 'c' : 'patch', text, environment);
      const cases = casesOf(report);
      if (cases.length === 0) throw new InputError(`${path}: no changed function in it to try`);
      const confirmation = await cli.confirmOnKernel(kernel, cases, cli.complain);
      cli.write(
        options.format === 'json'
          ? `${JSON.stringify(confirmation, undefined, 2)}\n`
          : confirmationText(confirmation, report),
      );
      const fine = confirmation.cases.every((one) => one.outcome === 'complete');
      finish(fine ? exitCode.fine : exitCode.risk);
    });
}
