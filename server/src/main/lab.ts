import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import type { PackageFiles } from '../lab/packages/model.ts';
import { casesOf, planSchema } from '../lab/plan/model.ts';
import { NotPrepared, prepareLab } from '../lab/prepare.ts';
import type { CaseRow, GuestBoot, Provenance } from '../lab/record.ts';
import { runCommand } from '../lab/run/command.ts';
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
  .option('--append <arguments>', "added to the kernel's command line, after the plan's own", '')
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
  const how = options.accel === 'tcg' ? 'tcg on one thread' : options.accel;
  return `${version}, ${how}, ${options.cpus} CPUs, ${options.memory} MiB`;
}

/** The command that made the record, for whoever wants to make it again. */
function shownCommand({ kernel, plan, append }: Options): string {
  const extra = append === '' ? '' : ` --append '${append}'`;
  return `npm run lab -- --kernel ${kernel} --plan ${basename(plan)}${extra}`;
}

async function save(out: string | undefined, text: string): Promise<void> {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, text);
}

/** Aborts when the program is told to end, so that the machine ends too and what was made is removed. */
function endingSignal(): AbortSignal {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => ending.abort());
  return ending.signal;
}

async function run(options: Options): Promise<void> {
  const signal = endingSignal();
  const plan = planSchema.parse(JSON.parse(await readFile(options.plan, 'utf8')));
  const { kernel, guest } = await prepareLab({
    kernel: filesGiven(options) ?? options.kernel,
    cache: options.cache,
    sources: options.guest,
    progress: say,
    signal,
  });
  const rows: CaseRow[] = [];
  let boot: GuestBoot | undefined;
  const date = new Date().toISOString();
  const machine = await describeMachine(options);
  try {
    await runCases({
      cases: casesOf(plan),
      guest,
      machine: {
        vmlinuz: kernel.vmlinuz,
        cpus: Number(options.cpus),
        memory: Number(options.memory),
        accelerator: options.accel,
        kernelArguments: `${plan.kernelArguments} ${options.append}`.trim(),
      },
      limit: Number(options.limit),
      onBoot: (now) => {
        boot ??= now;
      },
      onRow: (row) => rows.push(row),
      progress: say,
      signal,
    });
  } finally {
    if (boot !== undefined) {
      const packages = [...kernel.packages];
      const command = shownCommand(options);
      await save(
        options.out,
        jsonLines({ recorded: { date, command, packages, machine, boot } }, rows),
      );
    }
  }
}

run(command.parse().opts<Options>()).catch((fault: unknown) => {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = fault instanceof NotPrepared ? 3 : 2;
});
