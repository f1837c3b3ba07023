import type { KernelGraph } from '../../kernel/model.ts';

/** What an annotation does to a function's traceability, and where the tree says so. */
export interface AttributeMeaning {
  readonly effect: 'notrace' | 'inline' | 'init' | 'section';
  /** The section's name for `init` and `section`; empty otherwise. */
  readonly section: string;
  /** `include/linux/cpu.h:190`; empty for what the C language or the compiler defines. */
  readonly place: string;
}

const deepest = 6;

/** What makes GCC or Clang leave out the hook, however the macro around it is called. */
const noHook = /no_instrument_function|patchable_function_entry\s*\(\s*0|hotpatch\s*\(\s*0/;
const sectionOf = /section(?:__)?\s*\(+\s*"?([.\w]+)"?/;
/** Sections that are freed, or whose code runs before or outside the kernel proper. */
const discarded = /^\.(init|exit|head|meminit|memexit|devinit|cpuinit)\.text/;

/** What the annotations of every kernel mean, for graphs that keep no macros (`include/linux/init.h`, `compiler_types.h`). */
const usual: ReadonlyMap<string, AttributeMeaning> = new Map(
  (
    [
      ['notrace', ['notrace', 'noinstr', '__naked'], 'include/linux/compiler_types.h'],
      ['inline', ['__always_inline', 'nokprobe_inline'], 'include/linux/compiler_attributes.h'],
      ['init', ['__init', '__exit', '__head', '__meminit', '__memexit'], 'include/linux/init.h'],
    ] as const
  ).flatMap(([effect, words, place]) =>
    words.map((word) => [word, { effect, section: '', place }] as const),
  ),
);

/** Reads annotations by the tree's own `#define`s, so that `__cpuidle` means what that kernel means. */
export class AttributeReader {
  readonly #graph: KernelGraph;
  readonly #known = new Map<string, AttributeMeaning | undefined>();

  constructor(graph: KernelGraph) {
    this.#graph = graph;
  }

  /** The meaning of one annotation; `undefined` where it changes nothing about hooks. */
  meaning(word: string): AttributeMeaning | undefined {
    if (!this.#known.has(word)) this.#known.set(word, this.#read(word, 0));
    return this.#known.get(word);
  }

  #read(word: string, depth: number): AttributeMeaning | undefined {
    if (word === 'inline' || word === '__inline' || word === '__inline__') {
      return { effect: 'inline', section: '', place: this.#place('inline') };
    }
    if (this.#graph.macros === undefined) return usual.get(word);
    const direct = readBody(word, '');
    if (direct !== undefined) return direct;
    if (depth === deepest) return undefined;
    let found: AttributeMeaning | undefined;
    for (const { body, file, line } of this.#graph.macros?.(word.replace(/\(.*$/s, '')) ?? []) {
      const place = `${file}:${line}`;
      found ??= readBody(body, place);
      if (/\binline\b/.test(body)) return { effect: 'inline', section: '', place };
      if (found !== undefined && found.effect !== 'section') return found;
      for (const inner of body.match(/\b[A-Za-z_]\w*\b/g) ?? []) {
        if (inner === word) continue;
        const deeper = this.#read(inner, depth + 1);
        if (deeper !== undefined && deeper.effect !== 'section') return { ...deeper, place };
        found ??= deeper;
      }
    }
    return found;
  }

  #place(name: string): string {
    const [first] = this.#graph.macros?.(name) ?? [];
    return first === undefined ? '' : `${first.file}:${first.line}`;
  }
}

function readBody(text: string, place: string): AttributeMeaning | undefined {
  if (noHook.test(text)) return { effect: 'notrace', section: '', place };
  const section = sectionOf.exec(text)?.[1];
  if (section === undefined) return undefined;
  return { effect: discarded.test(section) ? 'init' : 'section', section, place };
}
