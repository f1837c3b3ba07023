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
