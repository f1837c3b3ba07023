import { basename, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkDocument, type DocumentKind } from '../feasibility/check.ts';
import type { FeasibilityReport } from '../feasibility/model.ts';
import { decodeText } from '../patch/file-text.ts';
import type { ConfirmLine } from '../protocol/confirm.ts';
import { type Page, plainStyle } from '../report/text/page.ts';
import { confirmCases, simulatedCases } from './confirm-cases.ts';
import type { ConfirmCase, ConfirmKernel } from './confirm-model.ts';
import { confirmReport } from './confirm-report.ts';
import {
  CancelledError,
  type CliEnvironment,
  type CommandContext,
  type ExitCode,
  exitCode,
  InputError,
} from './environment.ts';

interface CommandOptions {
  readonly kernelPackage?: string;
  readonly headers: string[];
  readonly vmlinuz?: string;
  readonly headersDir?: string;
  readonly debian?: string;
  readonly kernel?: string;
  readonly language?: DocumentKind;
  readonly limit: number;
  readonly accel: 'tcg' | 'kvm';
  readonly format: 'text' | 'json';
  readonly progress: 'text' | 'json';
}

/** For the text within JSON. */
const plainPage: Page = { columns: 80, style: plainStyle };

const C_SOURCE = /\.[ch]$/;

const help = `
The functions that the patch changes are livepatched one at a time in a virtual machine that boots
the given kernel: on an idle machine, beside a CPU hog and, where a function can be on the stack of
a sleeping or stopped task, beside those. A transition that stalls is shown with who keeps it open,
and with what freed it. The functions keep what they do: the patch itself is not compiled.

One of --kernel-package, --debian, or --vmlinuz with --headers-dir is needed.

Needs Linux on x86-64 and these programs (Debian's packages): qemu-system-x86_64 (qemu-system-x86),
gcc and make (build-essential, with the static C library of libc6-dev), libelf1 for the headers'
build tools; dpkg-deb for packages; apt-get for --debian. No root. The machine has no network, sees
nothing of this host, and is given 512 MiB; what is made for it is removed when the command ends or
is told to (Ctrl-C). Packages are extracted and kept in ~/.cache/livepatch-feasibility/lab.

A boot takes 10 to 60 s, a case 2 to 40 s; a host that is busy takes longer.

Examples:
  livepatch-check confirm fix.patch --debian 6.1
  livepatch-check confirm fix.patch --kernel-package linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb
  livepatch-check confirm fix.patch --vmlinuz /boot/vmlinuz-$(uname -r) \\
      --headers-dir /lib/modules/$(uname -r)/build

Exit code: 0 every transition completed, 1 one stalled or could not be loaded or was not reached in
time, 2 usage or input error, 130 told to end.`;

function kernelOf(options: CommandOptions): ConfirmKernel {
  const { kernelPackage, headers, vmlinuz, headersDir, debian } = options;
  const given = [kernelPackage, vmlinuz, debian].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new InputError('--kernel-package, --vmlinuz and --debian exclude each other: give one');
  }
  if (debian !== undefined) return { kind: 'series', series: debian };
  if (kernelPackage !== undefined) return { kind: 'packages', image: kernelPackage, headers };
  if (vmlinuz !== undefined && headersDir !== undefined) {
    return { kind: 'files', vmlinuz, headers: headersDir };
  }
  throw new InputError(
    vmlinuz === undefined
      ? 'which kernel? Give --kernel-package DEB, --debian SERIES, or --vmlinuz FILE with --headers-dir DIR'
      : '--vmlinuz needs --headers-dir DIR, the folder that modules of that kernel are built against',
  );
}

/** `6.1.0-56-amd64`, from the headers or the name of the package or file. */
async function releaseOf(cli: CliEnvironment, kernel: ConfirmKernel): Promise<string | undefined> {
  if (kernel.kind === 'series') {
    return /^\d+\.\d+$/.test(kernel.series) ? kernel.series : undefined;
  }
  if (kernel.kind === 'files') {
    const built = await cli.readOptional(join(kernel.headers, 'include/config/kernel.release'));
    if (built !== undefined) return new TextDecoder().decode(built).trim();
  }
  const name = basename(kernel.kind === 'packages' ? kernel.image : kernel.vmlinuz);
  return /(?:image|binary|vmlinuz)-(?:unsigned-)?(\d+\.\d+[^_]*)/.exec(name)?.[1];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 30) {
    throw new InvalidArgumentError('Expected a number of seconds, 30 at least.');
  }
  return value;
}

function series(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('Expected a kernel series such as 6.1, or 7 for the newest.');
  }
  return text;
}

/** What is to be tried, and what the simulator says of each of it. */
async function judged(
  cli: CliEnvironment,
  path: string,
  kernel: ConfirmKernel,
  options: CommandOptions,
): Promise<{ cases: readonly ConfirmCase[]; simulated: FeasibilityReport }> {
  const text = decodeText(await cli.readInput(path));
  const release = await releaseOf(cli, kernel);
  const environment = await cli.openKernel({ tree: options.kernel, release });
  const kind = options.language ?? (C_SOURCE.test(path) ? 'c' : 'patch');
  const report = await checkDocument(kind, text, environment);
  const cases = confirmCases(report);
  if (cases.length === 0) {
    const fault = report.findings.find((one) => one.code === 'patch-problem');
    throw new InputError(`${path}: ${fault?.message ?? 'no changed function in it to try'}`);
  }
  return { cases, simulated: simulatedCases(cases, environment) };
}

async function confirm(
  cli: CliEnvironment,
  path: string,
  options: CommandOptions,
  say: (line: ConfirmLine) => void,
): Promise<ExitCode> {
  const kernel = kernelOf(options);
  const { cases, simulated } = await judged(cli, path, kernel, options);
  const confirmation = await cli.confirmOnKernel(kernel, cases, {
    limit: options.limit,
    accelerator: options.accel,
    progress: say,
  });
  const isJson = options.format === 'json';
  const answer = confirmReport(
    confirmation,
    simulated,
    cases.length,
    isJson ? plainPage : cli.page,
  );
  cli.write(
    isJson
      ? `${JSON.stringify(answer, undefined, 2)}
`
      : answer.text,
  );
  const fine = answer.unasked === 0 && answer.cases.every((one) => one.outcome === 'complete');
  return fine ? exitCode.fine : exitCode.risk;
}

/** `livepatch-check confirm PATCH`: the patch's functions, livepatched as they are on a real kernel. */
export function registerConfirm(program: Command, { cli, finish }: CommandContext): void {
  program
    .command('confirm')
    .summary("livepatch a patch's functions on a real kernel in a virtual machine")
    .description(
      'Boots a real kernel in a virtual machine and tells whether its transitions complete.',
    )
    .argument('<patch>', 'diff, mail, or C file with klp_func tables; - for standard input')
    .option('--kernel-package <deb>', 'linux-image package of the kernel; nothing is installed')
    .option(
      '--headers <deb...>',
      'its linux-headers and linux-kbuild packages, and the libc6, zlib1g, libelf1 and libzstd1 of its release where this system is older (default: those beside it)',
      [],
    )
    .option(
      '--debian <series>',
      "Debian's newest kernel of a series such as 6.1, downloaded with this machine's apt-get",
      series,
    )
    .option('--vmlinuz <file>', 'the kernel itself, instead of a package')
    .option('--headers-dir <dir>', 'with --vmlinuz: the folder that its modules are built against')
    .option('--kernel <dir>', 'kernel source tree to find the changed functions with')
    .addOption(
      new Option('--language <language>', 'what the text is (default: by its name)').choices([
        'patch',
        'c',
      ]),
    )
    .option('--limit <seconds>', 'time for everything in the machine', seconds, 1800)
    .addOption(
      new Option('--accel <name>', 'tcg: emulated CPUs; kvm: this host’s, quicker where it lets')
        .choices(['tcg', 'kvm'])
        .default('tcg'),
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .addOption(
      new Option('--progress <format>', 'how to tell of progress on standard error')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', help)
    .action(async (path: string, options: CommandOptions) => {
      const isJson = options.progress === 'json';
      const say = (line: ConfirmLine): void =>
        isJson
          ? cli.notify(JSON.stringify(line))
          : cli.complain('error' in line ? line.error : line.message);
      try {
        finish(await confirm(cli, path, options, say));
      } catch (error) {
        if (!(error instanceof InputError || error instanceof CancelledError)) throw error;
        say({ error: error.message });
        finish(error instanceof CancelledError ? exitCode.cancelled : exitCode.input);
      }
    });
}
