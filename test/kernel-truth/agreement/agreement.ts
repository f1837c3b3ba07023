import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { readRecord } from '../../../server/src/lab/record.ts';
import { readBundledFacts } from '../../../server/src/main/node/read-facts.ts';
import { knowledgeFromFacts } from '../../../server/src/stacks/from-facts.ts';
import type { FunctionKnowledge } from '../../../server/src/stacks/model.ts';
import { type Comparison, compare, type Unasked } from './compare.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** How far the tool and one kernel's recordings agree. */
export interface KernelAgreement {
  readonly kernel: string;
  /** What the tool knew that kernel's functions from. */
  readonly facts: string;
  readonly comparisons: readonly Comparison[];
  readonly unasked: readonly Unasked[];
}

/** The facts beside the recordings, of a kernel that no facts are bundled of; `undefined` for others. */
async function ownFacts(release: string): Promise<FunctionKnowledge | undefined> {
  const [version] = /^\d+\.\d+/.exec(release) ?? [];
  const path = join(folder, 'facts', `linux-${version}.facts.br`);
  const packed = await readFile(path).catch(() => undefined);
  return packed === undefined ? undefined : knowledgeFromFacts(brotliDecompressSync(packed));
}

/** Every recorded file beside this folder, put to the tool; in the order of kernels. */
export async function agreements(): Promise<readonly KernelAgreement[]> {
  const facts = await readBundledFacts();
  const byKernel = new Map<string, KernelAgreement>();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  for (const name of names) {
    const { provenance, rows } = readRecord(await readFile(join(folder, name), 'utf8'));
    const { boot } = provenance.recorded;
    const knowledge = (await ownFacts(boot.release)) ?? facts.nearest(boot.release);
    const compared = rows.flatMap((row) => compare(row, boot, knowledge));
    const before = byKernel.get(boot.release);
    byKernel.set(boot.release, {
      kernel: boot.release,
      facts: knowledge.origin.description,
      comparisons: [
        ...(before?.comparisons ?? []),
        ...compared.filter((one): one is Comparison => 'agrees' in one),
      ],
      unasked: [
        ...(before?.unasked ?? []),
        ...compared.filter((one): one is Unasked => !('agrees' in one)),
      ],
    });
  }
  return [...byKernel.values()];
}

/** The agreement for a reader: a figure for each kernel and kind of answer, then every disagreement. */
export function describe(one: KernelAgreement): string {
  const kinds = [...new Set(one.comparisons.map(({ what }) => what))];
  const share = (of: readonly Comparison[]): string =>
    `${of.filter(({ agrees }) => agrees).length} of ${of.length}`;
  return [
    `${one.kernel}, judged with ${one.facts}: ${share(one.comparisons)} answers agree (${kinds
      .map((kind) => `${kind} ${share(one.comparisons.filter(({ what }) => what === kind))}`)
      .join(', ')})`,
    ...one.comparisons
      .filter(({ agrees }) => !agrees)
      .map((it) => `  ${it.what}: ${it.question}: kernel: ${it.recorded}; tool: ${it.tool}`),
    ...one.unasked.map(({ question, why }) => `  not asked: ${question}: ${why}`),
  ].join('\n');
}
