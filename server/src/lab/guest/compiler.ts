import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KernelPieces } from '../packages/model.ts';
import { hasProgram } from '../run/command.ts';

/** Newest first. */
const others = ['gcc-15', 'gcc-14', 'gcc-13', 'gcc-12', 'gcc-11', 'gcc-10', 'gcc'];

/**
 * An older compiler spells this option, new in GCC 14, in another way; the difference is how small
 * functions are laid out.
 */
function older(compiler: string): string {
  return `#!/bin/sh
for argument; do
  shift
  case $argument in
    -fmin-function-alignment=*) argument=-falign-functions=\${argument#*=} ;;
  esac
  set -- "$@" "$argument"
done
exec ${compiler} "$@"
`;
}

/**
 * The compiler that the kernel's headers ask for (their `.kernelvariables`), or where it is not
 * installed the newest there is, behind a small script in `folder` that translates options.
 */
export async function chooseCompiler(kernel: KernelPieces, folder: string): Promise<string> {
  const variables = await readFile(join(kernel.headers, '.kernelvariables'), 'utf8').catch(
    () => '',
  );
  const [asked] = /gcc-\d+/.exec(variables) ?? [];
  if (asked !== undefined && (await hasProgram(asked))) return asked;
  for (const other of others) {
    if (!(await hasProgram(other))) continue;
    const script = join(folder, 'compiler');
    await writeFile(script, older(other));
    await chmod(script, 0o755);
    return script;
  }
  throw new Error(
    `no C compiler for modules: the headers of ${kernel.release} ask for ${asked ?? 'gcc'}; install it`,
  );
}
