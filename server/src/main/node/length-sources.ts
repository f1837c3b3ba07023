import type { KernelConfig } from '../../kernel/tree/config.ts';
import type { LengthSources } from '../../stacks/lengths/wait-lengths.ts';
import { DiskFilesAtHand } from './disk-files.ts';

/** Texts that are kept read, at most. */
const mostTexts = 600;

/** The texts of the tree at `root`, each kept while it is asked for often, and its configuration's options. */
export function lengthSources(root: string, config: KernelConfig | undefined): LengthSources {
  const files = new DiskFilesAtHand(root);
  const decoder = new TextDecoder();
  const texts = new Map<string, readonly string[]>();
  return {
    source: (file) => {
      const known = texts.get(file);
      if (known !== undefined) return known;
      const bytes = files.read(file);
      if (bytes === undefined) return undefined;
      const lines = decoder.decode(bytes).split('\n');
      if (texts.size >= mostTexts) texts.clear();
      texts.set(file, lines);
      return lines;
    },
    option: (name) => config?.value(name),
  };
}
