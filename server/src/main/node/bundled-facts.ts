import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { knowledgeFromFacts } from '../../stacks/from-facts.ts';
import type { FunctionKnowledge } from '../../stacks/model.ts';
import { factsFolder } from './assets.ts';

/** `linux-6.12.facts.br` */
const FACTS_FILE = /^linux-(\d+)\.(\d+)\.facts\.br$/;

/** Major and minor version as one number that orders them. */
function rankOf(major: string, minor: string): number {
  return Number(major) * 1000 + Number(minor);
}

interface Bundle {
  readonly rank: number;
  readonly knowledge: FunctionKnowledge;
}

async function load(name: string, rank: number): Promise<Bundle> {
  const bytes = await promisify(brotliDecompress)(await readFile(join(factsFolder, name)));
  return { rank, knowledge: knowledgeFromFacts(bytes) };
}

/** The facts that come with the program. */
export class BundledFacts {
  private constructor(private readonly bundles: readonly Bundle[]) {}

  /** Reads every file of facts; rejects when there is none, since the program is then incomplete. */
  static async open(): Promise<BundledFacts> {
    const names = await readdir(factsFolder);
    const bundles = await Promise.all(
      names.flatMap((name) => {
        const [, major, minor] = FACTS_FILE.exec(name) ?? [];
        return major === undefined || minor === undefined ? [] : [load(name, rankOf(major, minor))];
      }),
    );
    if (bundles.length === 0) throw new Error(`no kernel facts in ${factsFolder}`);
    return new BundledFacts([...bundles].sort((left, right) => left.rank - right.rank));
  }

  /** `6.12.117`: the newest kernel that there are facts of. */
  get newestRelease(): string {
    return this.bundles.at(-1)?.knowledge.origin.release ?? '';
  }

  /** The facts of the kernel `release` (`6.1`), or of the nearest one, whose description then says so. */
  nearest(release: string): FunctionKnowledge {
    const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(release) ?? [];
    const asked = rankOf(major, minor);
    const [best] = [...this.bundles].sort(
      (left, right) => Math.abs(left.rank - asked) - Math.abs(right.rank - asked),
    );
    if (best === undefined) throw new Error('no kernel facts');
    if (best.rank === asked) return best.knowledge;
    const { knowledge } = best;
    const description = `${knowledge.origin.description}, the nearest there are to ${major}.${minor}: stacks can differ there`;
    return { ...knowledge, origin: { ...knowledge.origin, description } };
  }
}
