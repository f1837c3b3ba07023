import { chmod, readdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { CommandFailed, runCommand } from '../run/command.ts';

/** Where the programs of `linux-kbuild-…` are that building a module runs. */
const folders = ['scripts/basic', 'scripts/mod', 'tools/objtool'];

/** Whether the dynamic linker refuses a program because this system's C library is too old for it. */
async function isTooNew(program: string): Promise<boolean> {
  return runCommand([program], { limit: 20 }).then(
    () => false,
    (error: unknown) =>
      error instanceof CommandFailed && /GLIBC_|cannot open shared/.test(error.output),
  );
}

/** Found from where the script itself lies, so that the whole can be moved. */
function wrapper(name: string, toLibraries: string): string {
  return `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
place=$here/${toLibraries}/usr/lib/x86_64-linux-gnu
exec "$place/ld-linux-x86-64.so.2" --library-path "$place" "$here/${name}" "$@"
`;
}

async function wrapTool(path: string, libraries: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o111) === 0 || !(await isTooNew(path))) return;
  const present = await stat(libraries).catch(() => undefined);
  if (present === undefined) {
    throw new Error(
      `${path} does not run here: libelf1 is not installed (Debian: apt install libelf1), or it needs a newer C library than this system's`,
    );
  }
  await rename(path, `${path}.wrapped`);
  const toLibraries = relative(dirname(path), libraries);
  await writeFile(path, wrapper(`${basename(path)}.wrapped`, toLibraries));
  await chmod(path, 0o755);
}

/**
 * Puts a script before each build tool under `headers` that needs a newer C library than the
 * system's; it runs the tool with the libraries extracted to `libraries`.
 */
export async function wrapTools(headers: string, libraries: string): Promise<void> {
  for (const folder of folders) {
    const place = await realpath(join(headers, folder));
    for (const name of await readdir(place))
      await wrapTool(join(place, name), await realpath(libraries).catch(() => libraries));
  }
}
