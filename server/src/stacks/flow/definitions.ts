import type { FunctionHead, FunctionId, KernelGraph } from '../../kernel/model.ts';

/** It is built, or may be. */
export const BUILT = 1;
/** It goes into the kernel's image, or into a module. */
export const IN_IMAGE = 2;
export const IN_MODULE = 4;
/** Code that is thrown away after start-up (`include/linux/init.h`). */
export const START_UP = 8;
/** It never returns (`include/linux/compiler_attributes.h`). */
export const NEVER_RETURNS = 16;
/** Part of the scheduler to whoever asks who waits (`include/linux/sched/debug.h`, `__sched`). */
export const SCHEDULES = 32;
export const ALWAYS_INLINE = 64;
/** Another definition may stand for it (`__weak`). */
export const WEAK = 128;
export const ASSEMBLY = 256;
/** Code of entries into the kernel (`include/linux/compiler_types.h`, `noinstr`). */
export const NO_TRACE = 512;
/** Its name is in capitals: a macro's use at file scope, which only looks like a definition. */
export const MACRO_LIKE = 1024;
export const INLINE = 2048;
/** It stands in a header. */
export const IN_HEADER = 4096;
/** Other files cannot name it. */
export const STATIC = 8192;
/** Makefiles tell whether it is built. */
export const BUILD_KNOWN = 16384;

const words: readonly (readonly [word: string, mark: number])[] = [
  ['__init', START_UP],
  ['__noreturn', NEVER_RETURNS],
  ['noreturn', NEVER_RETURNS],
  ['__sched', SCHEDULES],
  ['__always_inline', ALWAYS_INLINE],
  ['__weak', WEAK],
  ['noinstr', NO_TRACE],
  ['inline', INLINE],
];

/** What the definitions of a kernel's functions say, in columns by function. */
export interface Definitions {
  readonly names: readonly string[];
  /** `BUILT` and the others. */
  readonly marks: Uint16Array;
  /** One-based lines of the name and of the closing brace. */
  readonly firstLine: Uint32Array;
  readonly lastLine: Uint32Array;
  /** The number of its file, which is its place in `files`. */
  readonly fileOf: Uint32Array;
  /** Paths of the files that define functions; the functions of each follow each other from `firstIn` on. */
  readonly files: readonly string[];
  readonly firstIn: ReadonlyMap<string, FunctionId>;
  /** The macro that defines a function, where one does. */
  readonly macros: ReadonlyMap<FunctionId, string>;
}

const macroLike = /^[A-Z][A-Z0-9_]*$/;

function marksOf(head: FunctionHead): number {
  const { build } = head;
  let marks = build === 'built-in' ? IN_IMAGE : build === 'module' ? IN_MODULE : 0;
  if (build !== 'not-built') marks |= BUILT;
  if (build !== 'unknown') marks |= BUILD_KNOWN;
  if (head.isStatic) marks |= STATIC;
  if (macroLike.test(head.name)) marks |= MACRO_LIKE;
  if (head.file.endsWith('.S')) marks |= ASSEMBLY;
  else if (head.file.endsWith('.h')) marks |= IN_HEADER;
  for (const [word, mark] of words) if (head.isMarked(word)) marks |= mark;
  return marks;
}

/** Reads the definitions of all functions. */
export function definitionsOf(graph: KernelGraph): Definitions {
  const { size } = graph;
  const names: string[] = [];
  const marks = new Uint16Array(size);
  const firstLine = new Uint32Array(size);
  const lastLine = new Uint32Array(size);
  const fileOf = new Uint32Array(size);
  const files: string[] = [];
  const firstIn = new Map<string, FunctionId>();
  const macros = new Map<FunctionId, string>();
  let last: string | undefined;
  graph.eachFunction((head) => {
    const { id, file, macro } = head;
    if (file !== last) {
      firstIn.set(file, id);
      files.push(file);
      last = file;
    }
    names.push(head.name);
    fileOf[id] = files.length - 1;
    marks[id] = marksOf(head);
    firstLine[id] = head.line;
    lastLine[id] = head.endLine;
    if (macro !== undefined) macros.set(id, macro);
  });
  return { names, marks, firstLine, lastLine, fileOf, files, firstIn, macros };
}

/** Whether all of `marks` are a function's. */
export function isMarked({ marks }: Definitions, id: FunctionId, wanted: number): boolean {
  return ((marks[id] ?? 0) & wanted) === wanted;
}

/** A function's name. */
export function nameOf({ names }: Definitions, id: FunctionId): string {
  return names[id] ?? '';
}

/** The path of a function's file. */
export function fileOf(of: Definitions, id: FunctionId): string {
  return of.files[of.fileOf[id] ?? -1] ?? '';
}

/** The function among those of a file that holds a line and may be built; `undefined` for none. */
export function functionAt(of: Definitions, file: string, line: number): FunctionId | undefined {
  const first = of.firstIn.get(file);
  if (first === undefined) return undefined;
  for (let id = first; of.fileOf[id] === of.fileOf[first]; id += 1) {
    const holds = (of.firstLine[id] ?? 0) <= line && line <= (of.lastLine[id] ?? 0);
    if (holds && isMarked(of, id, BUILT)) return id;
  }
  return undefined;
}
