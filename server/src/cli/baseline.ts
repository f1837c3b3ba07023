import { dirname, join, relative, resolve, sep } from 'node:path';
import { type BaselineFile, baselineName } from '../feasibility/ignores/baseline.ts';
import { decodeText } from '../patch/file-text.ts';
import type { CliEnvironment } from './environment.ts';

/** What `--baseline FILE` and `--no-baseline` come to. */
export type BaselineOption = string | boolean | undefined;

async function fileFor(
  cli: CliEnvironment,
  file: string,
  document: string,
): Promise<BaselineFile | undefined> {
  const bytes = await cli.readOptional(file);
  if (bytes === undefined) return undefined;
  const path = relative(dirname(file), document).split(sep).join('/');
  return { name: file, text: decodeText(bytes), document: path };
}

/**
 * The baseline file for a document: the one named, else the nearest in the document's folder and those
 * above it; for standard input, from the working directory on. `undefined` where there is none, or it
 * is not wanted. Throws an `InputError` for a named one that cannot be read.
 */
export async function baselineFor(
  cli: CliEnvironment,
  option: BaselineOption,
  path: string,
): Promise<BaselineFile | undefined> {
  if (option === false) return undefined;
  const document = resolve(path === '-' ? 'standard-input' : path);
  if (typeof option === 'string') {
    const text = decodeText(await cli.readInput(option));
    const name = relative(dirname(resolve(option)), document)
      .split(sep)
      .join('/');
    return { name: option, text, document: name };
  }
  for (let folder = dirname(document); ; folder = dirname(folder)) {
    const found = await fileFor(cli, join(folder, baselineName), document);
    if (found !== undefined) return { ...found, name: relative('.', found.name) || found.name };
    if (dirname(folder) === folder) return undefined;
  }
}
