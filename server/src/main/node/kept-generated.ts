import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { generatedFunctions } from '../../kernel/generated/generated.ts';
import {
  type GeneratedFunction,
  type GeneratedFunctions,
  generatedByName,
} from '../../kernel/generated/model.ts';
import { buildPlanOf } from '../../kernel/tree/build-plan.ts';
import type { KernelConfig } from '../../kernel/tree/config.ts';
import { DiskFilesAtHand } from './disk-files.ts';
import { stampOf, writeIndexFile } from './index-file.ts';

/** Raised when a change makes kept files useless. */
const version = 1;

const encoder = new TextEncoder();
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
    const kept = readKept(path, head);
    if (kept !== undefined) return kept;
    const found = generatedIn(root, config);
    keep(path, head, found);
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

/** The kept list, where it belongs to the index and is whole: a head, the checksum of the rest, the rest. */
function readKept(path: string, head: string): readonly GeneratedFunction[] | undefined {
  try {
    const [first, sum, rest = ''] = readFileSync(path, 'utf8').split('\n');
    if (first !== head || sum !== checksum(rest)) return undefined;
    return JSON.parse(rest) as readonly GeneratedFunction[];
  } catch {
    return undefined;
  }
}

function keep(path: string, head: string, found: readonly GeneratedFunction[]): void {
  const rest = JSON.stringify(found);
  try {
    writeIndexFile(path, [encoder.encode(`${head}\n${checksum(rest)}\n${rest}\n`)]);
  } catch {
    // Found again at the next start: the index says already that the folder cannot be written.
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
