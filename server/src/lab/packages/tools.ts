import { chmod, readdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { CommandFailed, runCommand } from '../run/command.ts';

/** Where the programs of `linux-kbuild-…` are that building a module runs. */
const folders = ['scripts/basic', 'scripts/mod', 'tools/objtool'];

/** What the dynamic linker says against a program whose libraries are missing here, or too old for it. */
async function complaint(program: string): Promise<string | undefined> {
  return runCommand([program], { limit: 20 }).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof CommandFailed)) return undefined;
      const line = error.output.split('\n').find((one) => /GLIBC_|cannot open shared/.test(one));
      return line?.replace(`${program}: `, '').replace(/ \(required by .*/, '');
    },
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
  const said = (mode & 0o111) === 0 ? undefined : await complaint(path);
  if (said === undefined) return;
  const present = await stat(libraries).catch(() => undefined);
  if (present === undefined) {
    throw new Error(
      `the headers' build tool ${basename(path)} does not run here: ${said}. Install the library that is missing (Debian: apt install libelf1); where this system's are too old, give libc6, zlib1g, libelf1 and libzstd1 of the kernel's own release with its headers`,
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
