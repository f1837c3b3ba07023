import type { KernelConfig } from '../../kernel/tree/config.ts';
import {
  type AnnotationMacro,
  type AnnotationMacros,
  readAnnotationMacros,
} from '../../stacks/patchable/definitions.ts';
import { DiskFilesAtHand } from './disk-files.ts';
import { stampOf } from './index-file.ts';
import { keepText, readKeptText } from './kept-text.ts';

/** Raised when a change makes kept files useless. */
const version = 2;

/**
 * The annotation macros of the tree at `root`, read at the first question (half a second) and kept beside
 * the tree's index at `indexFile` for as long as that and its changes stay as they are.
 */
export function keptMacros(
  root: string,
  indexFile: string,
  config: KernelConfig | undefined,
): AnnotationMacros {
  let macros: AnnotationMacros | undefined;
  return {
    get(name) {
      macros ??= atHand(root, indexFile, config);
      return macros.get(name);
    },
  };
}

function atHand(
  root: string,
  indexFile: string,
  config: KernelConfig | undefined,
): AnnotationMacros {
  const path = `${indexFile}.macros`;
  const head = `livepatch-macros ${version} ${stampOf(indexFile)}`;
  const kept = readKeptText(path, head);
  if (kept !== undefined) return linesOf(kept);
  const found = readAnnotationMacros(new DiskFilesAtHand(root), config?.arch ?? 'x86', config);
  const lines = [...found].map(([name, macros]) => `${name} ${JSON.stringify(macros)}`);
  keepText(path, head, lines.join('\n'));
  return found;
}

/** The macros in lines of a name and JSON, each line parsed when it is asked for: few are. */
function linesOf(text: string): AnnotationMacros {
  const byName = new Map<string, string>();
  const parsed = new Map<string, readonly AnnotationMacro[]>();
  for (const line of text.split('\n')) {
    const end = line.indexOf(' ');
    byName.set(line.slice(0, end), line.slice(end + 1));
  }
  return {
    get(name) {
      const line = byName.get(name);
      if (line === undefined) return undefined;
      const macros = parsed.get(name) ?? (JSON.parse(line) as readonly AnnotationMacro[]);
      parsed.set(name, macros);
      return macros;
    },
  };
}
