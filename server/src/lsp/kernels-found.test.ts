import { expect, test } from 'vitest';
import { findKernels } from './kernels-found.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Files from a text: `//- path` begins one. */
function filesOf(text: string): WorkspaceFiles {
  const parts = text.split(/^\/\/- (.+)\n/m);
  const files = new Map<string, string>();
  for (let at = 1; at < parts.length; at += 2) {
    files.set(`file://${parts[at]}`, parts[at + 1] ?? '');
  }
  return {
    read: async (uri) => files.get(decodeURIComponent(uri)),
    list: async (uri) => {
      const prefix = `${decodeURIComponent(uri)}/`;
      const below = [...files.keys()].filter((file) => file.startsWith(prefix));
      return [...new Set(below.map((file) => file.slice(prefix.length).split('/')[0] ?? ''))];
    },
  };
}

const tree = (path: string): string =>
  `//- ${path}/Makefile\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 10\n` +
  ['Kbuild', 'Kconfig', 'kernel/a.c', 'include/a.h']
    .map((file) => `//- ${path}/${file}\n\n`)
    .join('');

async function check(text: string, ...folders: readonly string[]): Promise<string> {
  const uris = folders.map((folder) => `file://${folder}`);
  const found = await findKernels(filesOf(text), uris);
  return found
    .map(({ tree: at, release, build, from }) => `${at} ${release} built in ${build}: ${from}`)
    .join('\n');
}

test('a workspace that is a tree, built in place', async () => {
  expect(await check(`${tree('/src/linux')}//- /src/linux/.config\n\n`, '/src/linux')).toBe(
    '/src/linux 6.12.10 built in /src/linux: the kernel tree linux with .config',
  );
});

test('a tree in a folder of the workspace', async () => {
  expect(await check(tree('/work/my linux'), '/work')).toBe(
    '/work/my linux 6.12.10 built in undefined: the kernel tree my linux',
  );
});

test.each([
  [
    'its Makefile',
    '//- /work/build/Makefile\ninclude /src/linux/Makefile\n//- /work/build/.config\n\n',
  ],
  [
    'its compile commands',
    '//- /work/build/compile_commands.json\n[{"file": "/src/linux/kernel/fork.c"}]\n',
  ],
])('a build folder names its tree: %s', async (_, build) => {
  expect(await check(tree('/src/linux') + build, '/work')).toMatch(
    /^\/src\/linux 6\.12\.10 built in \/work\/build: .+ in build$/,
  );
});

test('other workspaces have none', async () => {
  expect(await check('//- /work/Makefile\nVERSION = 1\nPATCHLEVEL = 0\n', '/work')).toBe('');
  expect(await check('', '/nowhere')).toBe('');
});
