import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { openKernelTree } from '../kernel/open-tree.ts';
import { encodeFacts } from '../stacks/facts/encode.ts';
import { coreFunctions } from '../stacks/facts/select.ts';
import { KernelFacts } from '../stacks/from-graph.ts';
import { DiskFiles } from './node/disk-files.ts';

interface Options {
  readonly kernel: string;
  readonly config: string;
  readonly source: string;
  readonly out: string;
}

const command = new Command('facts')
  .description("Computes the facts of a kernel's functions and writes them for bundling.")
  .requiredOption('--kernel <dir>', 'top of the kernel source tree')
  .requiredOption('--config <file>', 'its configuration, as text')
  .requiredOption('--source <text>', 'where the source and the configuration come from')
  .requiredOption('--out <dir>', 'where the file goes');

async function run(options: Options): Promise<void> {
  const config = await readFile(options.config, 'utf8');
  const graph = await openKernelTree(new DiskFiles(options.kernel), { config });
  const facts = new KernelFacts(graph);
  const rows = coreFunctions(graph).map((id) => facts.of(id));
  const { source } = options;
  const rebuild = 'npm run facts -- --kernel DIR --config FILE --source TEXT';
  const bytes = encodeFacts({ release: graph.release, source, rebuild }, rows);
  const packed = gzipSync(bytes, { level: 9 });
  const version = graph.release.split('.').slice(0, 2).join('.');
  const path = join(options.out, `linux-${version}.facts.gz`);
  await mkdir(options.out, { recursive: true });
  await writeFile(path, packed);
  process.stdout.write(`${path}: ${rows.length} functions, ${packed.length} bytes\n`);
}

run(command.parse().opts<Options>()).catch((fault: unknown) => {
  process.stderr.write(`facts: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
});
