import { Branches } from '../../kernel/scan/branches.ts';
import type { Options } from '../../kernel/scan/conditionals.ts';
import type { FilesAtHand } from '../../ports/files.ts';

/** A `#define` that can stand as an annotation, in a branch that the configuration does not rule out. */
export interface AnnotationMacro {
  /** The first parameter's name; `undefined` where there is none. */
  readonly parameter: string | undefined;
  readonly body: string;
  /** Path in the tree and one-based line. */
  readonly place: string;
}

/** Annotation macros by name. */
export interface AnnotationMacros {
  get(name: string): readonly AnnotationMacro[] | undefined;
}

/** Where the kernel defines its annotations. */
const folders = (arch: string): readonly string[] => [
  'include/linux',
  'include/linux/sched',
  'include/net',
  'include/asm-generic',
  'include/acpi/platform',
  `arch/${arch}/include/asm`,
];

/** What includes the C functions that Rust calls, and annotates them. */
const beside = ['rust/helpers/helpers.c'];

/** Longer bodies neither annotate nor define a function. */
const longestBody = 1200;

const decoder = new TextDecoder();

/**
 * Reads the macros of a kernel's headers that can stand as annotations of functions. `files` is
 * rooted at the tree; `arch` is a directory under `arch/`. Headers that are not there are passed over.
 */
export function readAnnotationMacros(
  files: FilesAtHand,
  arch: string,
  options: Options | undefined,
): ReadonlyMap<string, readonly AnnotationMacro[]> {
  const macros = new Map<string, AnnotationMacro[]>();
  const headers = folders(arch).flatMap((folder) =>
    files
      .list(folder)
      .filter((name) => name.endsWith('.h'))
      .map((name) => `${folder}/${name}`),
  );
  for (const path of [...headers, ...beside]) {
    const bytes = files.read(path);
    if (bytes !== undefined) annotationMacrosIn(decoder.decode(bytes), path, options, macros);
  }
  return macros;
}

/** Adds the annotation macros of one header's text to `macros`. */
export function annotationMacrosIn(
  text: string,
  path: string,
  options: Options | undefined,
  macros: Map<string, AnnotationMacro[]>,
): void {
  const branches = new Branches(options);
  let line = 1;
  for (let at = 0; at < text.length; line += 1) {
    const start = line;
    let end = lineEnd(text, at);
    while (text[end - 1] === '\\' && end < text.length) {
      end = lineEnd(text, end + 1);
      line += 1;
    }
    if (text[at] === '#') {
      const whole = text.slice(at, end).replace(/\\\n/g, ' ');
      const [, name, parameter, body = ''] = definition.exec(whole) ?? [];
      if (name === undefined) branches.read(whole);
      else if (branches.truth !== 'false' && body.length <= longestBody) {
        const known = macros.get(name) ?? [];
        known.push({
          parameter,
          body: body.replace(/\/\*.*?\*\//gs, ' ').trim(),
          place: `${path}:${start}`,
        });
        macros.set(name, known);
      }
    }
    at = end + 1;
  }
}

const definition = /^#\s*define\s+(\w+)(?:\(\s*(\w*)[^)]*\))?\s*(.*)$/s;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
