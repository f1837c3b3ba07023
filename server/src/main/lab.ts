import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { buildGuest } from '../lab/guest/build-guest.ts';
import { downloadKernel } from '../lab/packages/download.ts';
import { extractKernel } from '../lab/packages/extract.ts';
import type { PackageFiles } from '../lab/packages/model.ts';
import { casesOf, planSchema } from '../lab/plan/model.ts';
import type { CaseRow, GuestBoot, Provenance } from '../lab/record.ts';
import { hasProgram, runCommand } from '../lab/run/command.ts';
import { runCases } from '../lab/run/run-cases.ts';

interface Options {
  readonly kernel: string;
  readonly plan: string;
  readonly out?: string;
  readonly cache: string;
  readonly guest: string;
  readonly package: string[];
  readonly limit: string;
  readonly cpus: string;
  readonly memory: string;
  readonly append: string;
  readonly accel: 'tcg' | 'kvm';
}

const command = new Command('lab')
  .description(
    'Livepatches functions of a real kernel in a virtual machine and records what happens.',
  )
  .requiredOption('--kernel <series>', 'kernel series such as 6.1; 7 for the newest')
  .requiredOption('--plan <file>', 'the questions (test/kernel-lab/plans)')
  .requiredOption('--guest <dir>', "the guest's sources")
  .option('--package <deb...>', 'packages at hand: image first, then headers and kbuild', [])
  .option('--out <file>', 'where the result goes (default: standard output)')
  .option(
    '--cache <dir>',
    'where packages are kept',
    join(homedir(), '.cache/livepatch-feasibility/lab'),
  )
  .option('--limit <seconds>', 'for everything together', '3600')
  .option('--cpus <number>', 'CPUs of the machine', '2')
  .option('--memory <MiB>', 'memory of the machine', '512')
  .option('--append <arguments>', 'added to the command line of the kernel', '')
  .option('--accel <name>', 'tcg, or kvm where that works', 'tcg');

function say(message: string): void {
  process.stderr.write(`lab: ${message}\n`);
}

function filesGiven(options: Options): PackageFiles | undefined {
  const [image, ...headers] = options.package;
  return image === undefined ? undefined : { image, headers, libraries: [] };
}

function jsonLines(first: Provenance, rows: readonly CaseRow[]): string {
  return [first, ...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function describeMachine(options: Options): Promise<string> {
  const [version = ''] = (await runCommand(['qemu-system-x86_64', '--version'])).split('\n');
  return `${version}, ${options.accel}, ${options.cpus} CPUs, ${options.memory} MiB`;
}

async function run(options: Options): Promise<void> {
  if (!(await hasProgram('qemu-system-x86_64'))) {
    throw new Error('qemu-system-x86_64 is not installed (Debian: qemu-system-x86)');
  }
  const plan = planSchema.parse(JSON.parse(await readFile(options.plan, 'utf8')));
  const files = filesGiven(options) ?? (await downloadKernel(options.kernel, options.cache));
  const kernel = await extractKernel(files, options.cache);
  say(`building the guest for ${kernel.release}`);
  const guest = await buildGuest(options.guest, kernel);
  const rows: CaseRow[] = [];
  let boot: GuestBoot | undefined;
  const date = new Date().toISOString();
  const shown = `npm run lab -- --kernel ${options.kernel} --plan ${basename(options.plan)}${options.append === '' ? '' : ` --append '${options.append}'`}`;
  const machine = await describeMachine(options);
  const save = async (): Promise<void> => {
    if (boot === undefined) return;
    const { packages } = kernel;
    const text = jsonLines(
      { recorded: { date, command: shown, packages: [...packages], machine, boot } },
      rows,
    );
    if (options.out === undefined) {
      process.stdout.write(text);
      return;
    }
    await mkdir(dirname(options.out), { recursive: true });
    await writeFile(options.out, text);
  };
  try {
    await runCases({
      cases: casesOf(plan),
      guest,
      machine: {
        vmlinuz: kernel.vmlinuz,
        cpus: Number(options.cpus),
        memory: Number(options.memory),
        accelerator: options.accel,
        kernelArguments: options.append,
      },
      limit: Number(options.limit),
      onBoot: (now) => {
        boot ??= now;
      },
      onRow: (row) => rows.push(row),
      progress: say,
    });
  } finally {
    await save();
  }
}

run(command.parse().opts<Options>()).catch((fault: unknown) => {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 2;
});
