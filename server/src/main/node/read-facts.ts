import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { BundledFacts, type FactsFile, isFactsFile } from '../bundled-facts.ts';
import { factsFolder } from './assets.ts';

async function unpack(name: string): Promise<FactsFile> {
  const packed = await readFile(join(factsFolder, name));
  return { name, bytes: await promisify(brotliDecompress)(packed) };
}

/** Reads every file of facts beside the program; rejects when there is none. */
export async function readBundledFacts(): Promise<BundledFacts> {
  const names = (await readdir(factsFolder)).filter(isFactsFile);
  return new BundledFacts(await Promise.all(names.map(unpack)));
}
