// Bundles programs that run in Node.js, and puts what several of them need in files that they share.

import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';

/** For what npm installs as a command; workers pass over it. */
const shebang = '#!/usr/bin/env node';

/**
 * Code is only split among modules, and editors load no modules: the parts are made as modules, and each is
 * then made CommonJS. `options` are esbuild's; `entryPoints` are called as the files are to be.
 */
export async function buildPrograms({ outdir, minify, sourcemap, target, ...options }) {
  const { outputFiles } = await build({
    ...options,
    target,
    minify,
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outExtension: { '.js': '.cjs' },
    sourcemap: sourcemap ? 'inline' : false,
    write: false,
  });
  await Promise.all(outputFiles.map((file) => writeProgram(file, { minify, sourcemap, target })));
}

async function writeProgram({ path, text }, options) {
  const name = basename(path);
  const { code, map } = await transform(text, {
    ...options,
    sourcemap: options.sourcemap ? 'external' : false,
    sourcefile: name,
    loader: 'js',
    format: 'cjs',
    platform: 'node',
    banner: shebang,
  });
  if (map === '') return writeFile(path, code);
  await writeFile(`${path}.map`, map);
  await writeFile(path, `${code}//# sourceMappingURL=${name}.map\n`);
}
