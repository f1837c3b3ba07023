import type { KernelLists } from '../kernel/symbols/lists.ts';
import { knowledgeFromFacts } from '../stacks/from-facts.ts';
import type { FunctionKnowledge } from '../stacks/model.ts';

/** `linux-6.12.facts.br` */
const FACTS_FILE = /^linux-(\d+)\.(\d+)\.facts\.br$/;

const versionOf = /(\d+)\.(\d+)/;

/** One file of facts, unpacked. */
export interface FactsFile {
  /** `linux-6.12.facts.br` */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether a file of the folder of facts holds facts; configurations lie beside them. */
export function isFactsFile(name: string): boolean {
  return FACTS_FILE.test(name);
}

/** Major and minor version as one number that orders them. */
function rankOf(major: string, minor: string): number {
  return Number(major) * 1000 + Number(minor);
}

interface Bundle {
  readonly rank: number;
  readonly bytes: Uint8Array;
  readonly knowledge: FunctionKnowledge;
}

/** The facts that come with the program. */
export class BundledFacts {
  readonly #bundles: readonly Bundle[];

  /** Throws when there is no file of facts, since the program is then incomplete. */
  constructor(files: readonly FactsFile[]) {
    const bundles = files.flatMap(({ name, bytes }) => {
      const [, major, minor] = FACTS_FILE.exec(name) ?? [];
      if (major === undefined || minor === undefined) return [];
      return [{ rank: rankOf(major, minor), bytes, knowledge: knowledgeFromFacts(bytes) }];
    });
    if (bundles.length === 0) throw new Error('no kernel facts come with this program');
    this.#bundles = bundles.sort((left, right) => left.rank - right.rank);
  }

  /** `6.12.117`: the newest kernel that there are facts of. */
  get newestRelease(): string {
    return this.#bundles.at(-1)?.knowledge.origin.release ?? '';
  }

  /** The facts of the kernel `release` (`6.1`), or of the nearest one, whose description then says so. */
  nearest(release: string): FunctionKnowledge {
    const { rank, knowledge } = this.#nearest(release);
    if (rank === this.#asked(release)) return knowledge;
    const [, major = '0', minor = '0'] = versionOf.exec(release) ?? [];
    const description = `${knowledge.origin.description}, the nearest there are to ${major}.${minor}: stacks can differ there`;
    return { ...knowledge, origin: { ...knowledge.origin, description } };
  }

  /** The same, with symbol lists of that very kernel; `note` says of them where answers come from. */
  nearestWith(release: string, lists: KernelLists, note: string): FunctionKnowledge {
    const { origin } = this.nearest(release);
    const knowledge = knowledgeFromFacts(this.#nearest(release).bytes, lists);
    return {
      ...knowledge,
      origin: { ...origin, description: `${origin.description}, ${note}` },
    };
  }

  #asked(release: string): number {
    const [, major = '0', minor = '0'] = versionOf.exec(release) ?? [];
    return rankOf(major, minor);
  }

  #nearest(release: string): Bundle {
    const asked = this.#asked(release);
    const [best] = [...this.#bundles].sort(
      (left, right) => Math.abs(left.rank - asked) - Math.abs(right.rank - asked),
    );
    if (best === undefined) throw new Error('no kernel facts');
    return best;
  }
}
