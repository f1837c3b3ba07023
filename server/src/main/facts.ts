import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { Command } from 'commander';
import type { FunctionId } from '../kernel/model.ts';
import { KernelConfig } from '../kernel/tree/config.ts';
import { readRecord } from '../lab/record.ts';
import { encodeFacts } from '../stacks/facts/encode.ts';
import { coreFunctions } from '../stacks/facts/select.ts';
import { KernelFacts } from '../stacks/from-graph.ts';
import { symbolCandidates } from '../stacks/names.ts';
import { readAnnotationMacros } from '../stacks/patchable/definitions.ts';
import { computedStacks } from '../stacks/stack-facts.ts';
import { DiskFilesAtHand } from './node/disk-files.ts';
import { lengthSources } from './node/length-sources.ts';
import { DiskIndexes } from './node/open-index.ts';

interface Options {
  readonly kernel: string;
  readonly config: string;
  readonly source: string;
  readonly out: string;
  readonly asked: readonly string[];
}

const command = new Command('facts')
  .description("Computes the facts of a kernel's functions and writes them for bundling.")
  .requiredOption('--kernel <dir>', 'top of the kernel source tree')
  .requiredOption('--config <file>', 'its configuration, as text')
  .requiredOption('--source <text>', 'where the source and the configuration come from')
  .requiredOption('--out <dir>', 'where the file goes')
  .option(
    '--asked <recording...>',
    'keep only the functions that these recordings of the kernel lab ask about, or that stand in these texts of stacks; no configuration',
    [],
  );

/** The names of the functions that recordings ask about or stacks hold, without what the compiler appended. */
async function askedFunctions(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    const functions = path.endsWith('.txt')
      ? (text.match(/[\w.]+/g) ?? [])
      : readRecord(text).rows.map((row) => row.function);
    for (const each of functions) for (const name of symbolCandidates(each)) names.add(name);
  }
  return names;
}

async function run(options: Options): Promise<void> {
  const config = await readFile(options.config, 'utf8');
  const files = new DiskFilesAtHand(options.kernel);
  const { graph } = await new DiskIndexes(undefined).open(options.kernel, { config });
  const settings = new KernelConfig(config);
  const macros = readAnnotationMacros(files, settings.arch, settings);
  const lengths = lengthSources(options.kernel, settings);
  const facts = new KernelFacts(graph, { macros }, computedStacks(graph, lengths));
  const asked = await askedFunctions(options.asked);
  const isAsked = (id: FunctionId): boolean => asked.size === 0 || asked.has(graph.get(id).name);
  const rows = coreFunctions(graph)
    .filter(isAsked)
    .map((id) => facts.of(id));
  const { source } = options;
  const rebuild = 'npm run facts -- --kernel DIR --config FILE --source TEXT';
  const bytes = encodeFacts({ release: graph.release, source, rebuild }, rows);
  const packed = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  });
  const version = graph.release.split('.').slice(0, 2).join('.');
  const path = join(options.out, `linux-${version}.facts.br`);
  await mkdir(options.out, { recursive: true });
  await writeFile(path, packed);
  process.stdout.write(`${path}: ${rows.length} functions, ${packed.length} bytes\n`);
  if (asked.size > 0) return;
  const settled = config.split('\n').filter((line) => line.startsWith('CONFIG_'));
  const configPath = join(options.out, `linux-${version}.config.br`);
  await writeFile(configPath, brotliCompressSync(`${settled.join('\n')}\n`));
}

run(command.parse().opts<Options>()).catch((fault: unknown) => {
  process.stderr.write(`facts: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
});
