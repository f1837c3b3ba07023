import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { factsFolder } from './assets.ts';

/** `linux-6.12.config.br` */
const CONFIG_FILE = /^linux-(\d+)\.(\d+)\.config\.br$/;

/** A configuration that stands in for a tree's own. */
export interface StandInConfig {
  readonly text: string;
  /** "Debian's amd64 configuration of Linux 6.1", for the reader. */
  readonly description: string;
}

/**
 * Debian's amd64 configuration of the kernel nearest to `release`, for trees without a `.config`:
 * without one, nearly nothing of a kernel is known to be built. `undefined` where none is bundled.
 */
export async function standInConfig(release: string): Promise<StandInConfig | undefined> {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(release) ?? [];
  const asked = Number(major) * 1000 + Number(minor);
  const found = (await readdir(factsFolder)).flatMap((name) => {
    const match = CONFIG_FILE.exec(name);
    if (match === null) return [];
    const rank = Number(match[1]) * 1000 + Number(match[2]);
    return [{ name, version: `${match[1]}.${match[2]}`, distance: Math.abs(rank - asked) }];
  });
  const [best] = found.sort((left, right) => left.distance - right.distance);
  if (best === undefined) return undefined;
  const bytes = await promisify(brotliDecompress)(await readFile(join(factsFolder, best.name)));
  return {
    text: new TextDecoder().decode(bytes),
    description: `Debian's amd64 configuration of Linux ${best.version}`,
  };
}
