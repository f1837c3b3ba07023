import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listFiles, PackageManager } from '@vscode/vsce';
import { transform } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const built = existsSync(join(root, 'server/dist/server.cjs'));
if (!built) console.log('The extension’s contents are not tested: npm run build makes them.');

/** Everything that may be in the package, and why it runs or is read there. */
const allowed = [
  /^package(\.nls)?\.json$/,
  /^l10n\/bundle\.l10n\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^client\/dist\/(extension\.cjs|browser-extension\.js|transition-view\.(js|css))$/,
  /^server\/dist\/(server|cli|[a-z]+-worker|shared-[A-Z0-9]+)\.cjs$/,
  /^server\/dist\/kernel-lab\/(guest|modules)\/[\w.-]+$/,
  /^docs\/schema\/[a-z]+-1\.json$/,
  /^server\/dist\/browser-server\.js$/,
  /^server\/dist\/tree-sitter(-c)?\.wasm$/,
  /^server\/dist\/queries\/[\w-]+\.scm$/,
  /^server\/dist\/facts\/linux-[\d.]+\.(facts|config)\.br$/,
  /^grammars\/[\w.-]+\.json$/,
  /^docs\/(rules|walkthrough)\/[\w-]+\.md$/,
  /^docs\/images\/[\w-]+\.png$/,
  /^examples\/idle-loop\.patch$/,
  /^media\/(icon\.png|[a-z]+-(light|dark)\.svg)$/,
];

/** A bundled program names each file that it loads, or starts as a thread or a process. */
const loading = /["'](?:\.\/)?([\w-]+\.cjs)["']/g;

interface Language {
  readonly configuration?: string;
  readonly icon: { readonly light: string; readonly dark: string };
}

interface Step {
  readonly media: { readonly markdown: string };
}

/**
 * What may be downloaded, in bytes: the facts of two kernels with their common modules, and everything that runs. The latter holds
 * the analysis twice, for Node.js and for browsers, since the two load different kinds of file.
 */
const mostBytes = { facts: 1_900_000, rest: 1_200_000 };

/** Bytes of a file as the package holds it: scripts minified, everything compressed. */
async function packedSize(file: string): Promise<number> {
  const content = readFileSync(join(root, file));
  const isScript = /\.c?js$/.test(file);
  const packed = isScript
    ? (await transform(content.toString(), { minify: true, loader: 'js' })).code
    : content;
  return gzipSync(packed).length;
}

describe.skipIf(!built)('the extension’s package', () => {
  let files: readonly string[] = [];

  beforeAll(async () => {
    files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  }, 120_000);

  test('holds what runs and nothing else', () => {
    expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'client/dist/extension.cjs',
        'client/dist/browser-extension.js',
        'server/dist/server.cjs',
        'server/dist/browser-server.js',
        'server/dist/tree-sitter-c.wasm',
      ]),
    );
  });

  test('its programs have every file that they load', () => {
    const loaded = files
      .filter((file) => /^server\/dist\/.*\.cjs$/.test(file))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(loading)])
      .map(([, name]) => `server/dist/${name}`);
    expect(loaded).not.toEqual([]);
    expect(files).toEqual(expect.arrayContaining(loaded));
  });

  test('its parts that the manifest names are there', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { languages, grammars, walkthroughs, jsonValidation } = manifest.contributes;
    const named: string[] = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...languages.flatMap(({ configuration, icon }: Language) => [
        ...(configuration === undefined ? [] : [configuration]),
        icon.light,
        icon.dark,
      ]),
      ...grammars.map(({ path }: { path: string }) => path),
      ...jsonValidation.map(({ url }: { url: string }) => url),
      `${manifest.l10n}/bundle.l10n.json`,
      ...walkthroughs.flatMap(({ steps }: { steps: Step[] }) =>
        steps.map(({ media }) => media.markdown),
      ),
    ];
    for (const path of named) expect(statSync(join(root, path)).isFile(), path).toBe(true);
  });

  test('is small enough', async () => {
    const isFacts = (file: string): boolean => file.startsWith('server/dist/facts/');
    const sum = async (some: readonly string[]): Promise<number> =>
      (await Promise.all(some.map(packedSize))).reduce((total, size) => total + size, 0);
    expect(await sum(files.filter(isFacts))).toBeLessThan(mostBytes.facts);
    expect(await sum(files.filter((file) => !isFacts(file)))).toBeLessThan(mostBytes.rest);
  });

  test('wakes up for its languages and for nothing else', () => {
    const { activationEvents } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(activationEvents).toEqual([
      'onLanguage:diff',
      'onLanguage:mbox',
      'onLanguage:eml',
      'onLanguage:c',
    ]);
  });
});
