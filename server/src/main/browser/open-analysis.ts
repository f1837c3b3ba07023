import { decompress } from 'brotli/decompress';
import { InputError } from '../../cli/environment.ts';
import type { OpenAnalysis } from '../../lsp/analysis.ts';
import { analysisIn } from '../../lsp/analysis-in.ts';
import type { CParser } from '../../ports/c-parser.ts';
import { kernelProfiles, profileFor } from '../../transition/profiles.ts';
import { BundledFacts } from '../bundled-facts.ts';
import { checkRelease } from '../check-release.ts';
import { loadWasmCParser } from '../wasm-c-parser.ts';
import type { ReadAsset } from './assets.ts';

/** What is loaded once, however often the kernel is changed. */
interface Loaded {
  readonly parser: CParser;
  readonly facts: BundledFacts;
}

/** Fetches and unpacks what the analysis works with; `factsFiles` are names below `facts/`. */
async function load(read: ReadAsset, factsFiles: readonly string[]): Promise<Loaded> {
  const [runtime, grammar, ...packed] = await Promise.all(
    ['tree-sitter.wasm', 'tree-sitter-c.wasm', ...factsFiles.map((name) => `facts/${name}`)].map(
      read,
    ),
  );
  if (runtime === undefined || grammar === undefined) throw new Error('no C grammar');
  const facts = new BundledFacts(
    packed.map((bytes, index) => ({ name: factsFiles[index] ?? '', bytes: decompress(bytes) })),
  );
  return { parser: await loadWasmCParser({ runtime, grammar }), facts };
}

/**
 * The analysis in this worker, on bundled facts. A kernel tree is refused with a message for the user:
 * a browser cannot read and index tens of thousands of files.
 */
export function analysesInBrowser(read: ReadAsset, factsFiles: readonly string[]): OpenAnalysis {
  let loading: Promise<Loaded> | undefined;
  return async ({ tree, release }) => {
    if (tree !== undefined) {
      throw new InputError(
        `The kernel tree ${tree} cannot be read in a browser; open the folder in VS Code on a machine that has it.`,
      );
    }
    if (release !== undefined) checkRelease(release);
    loading ??= load(read, factsFiles);
    const { parser, facts } = await loading.catch((fault: unknown) => {
      loading = undefined;
      throw fault;
    });
    return analysisIn({
      parser,
      tree: undefined,
      profile: profileFor(release ?? facts.newestRelease),
      eras: kernelProfiles,
      knowledgeFor: (asked) => facts.nearest(asked.id),
    });
  };
}
