import { generatedFunctions } from '../../kernel/generated/generated.ts';
import {
  type GeneratedFunction,
  type GeneratedFunctions,
  generatedByName,
} from '../../kernel/generated/model.ts';
import { buildPlanOf } from '../../kernel/tree/build-plan.ts';
import type { KernelConfig } from '../../kernel/tree/config.ts';
import { DiskFilesAtHand } from './disk-files.ts';
import { stampOf } from './index-file.ts';
import { keepText, readKeptText } from './kept-text.ts';

/** Raised when a change makes kept files useless. */
const version = 1;

const decoder = new TextDecoder();

/**
 * The functions that macros of the tree at `root` make, found at the first question (a few seconds) and
 * kept beside the tree's index at `indexFile` for as long as that and its changes stay as they are.
 */
export function keptGenerated(
  root: string,
  indexFile: string,
  config: KernelConfig | undefined,
): GeneratedFunctions {
  return generatedByName(() => {
    const path = `${indexFile}.generated`;
    const head = `livepatch-generated ${version} ${stampOf(indexFile)}`;
    const kept = readKeptText(path, head);
    if (kept !== undefined) return JSON.parse(kept) as readonly GeneratedFunction[];
    const found = generatedIn(root, config);
    keepText(path, head, JSON.stringify(found));
    return found;
  });
}

function generatedIn(root: string, config: KernelConfig | undefined): readonly GeneratedFunction[] {
  const files = new DiskFilesAtHand(root);
  const text = (path: string): string | undefined => {
    const bytes = files.read(path);
    return bytes === undefined ? undefined : decoder.decode(bytes);
  };
  const arch = config?.arch ?? 'x86';
  return generatedFunctions(files, buildPlanOf(text, config, arch), arch, config);
}
