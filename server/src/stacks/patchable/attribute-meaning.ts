import type { AnnotationMacro, AnnotationMacros } from './definitions.ts';

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
const sectionOf = /section(?:__)?\s*\)?\s*\(+\s*"?([.\w]+)"?/;
/** Sections that are freed, or whose code runs before or outside the kernel proper. */
const discarded = /^\.(init|exit|head|meminit|memexit|devinit|cpuinit)\.text/;

/** What the annotations of every kernel mean, for where no headers are read (`include/linux/init.h`, `compiler_types.h`). */
const usual: AnnotationMacros = new Map(
  (
    [
      ['notrace', '__attribute__((no_instrument_function))', 'include/linux/compiler_types.h'],
      ['noinstr', 'noinline notrace', 'include/linux/compiler_types.h'],
      ['__always_inline', 'inline', 'include/linux/compiler_attributes.h'],
      ['__init', '__section(".init.text")', 'include/linux/init.h'],
      ['__exit', '__section(".exit.text")', 'include/linux/init.h'],
      ['__meminit', '__section(".meminit.text")', 'include/linux/init.h'],
      ['__head', '__section(".head.text")', 'arch/x86/include/asm/init.h'],
    ] as const
  ).map(([name, body, place]) => [name, [{ parameter: undefined, body, place }]] as const),
);

/** Reads annotations by the tree's own `#define`s, so that `__cpuidle` means what that kernel means. */
export class AttributeReader {
  readonly #macros: AnnotationMacros;
  readonly #known = new Map<string, AttributeMeaning | undefined>();

  /** Without `macros`, only what means the same in every kernel is known. */
  constructor(macros: AnnotationMacros | undefined) {
    this.#macros = macros ?? usual;
  }

  /** The meaning of one annotation; `undefined` where it changes nothing about hooks. */
  meaning(word: string): AttributeMeaning | undefined {
    if (!this.#known.has(word)) this.#known.set(word, this.#read(word, 0));
    return this.#known.get(word);
  }

  /**
   * The annotations that a definition macro puts before the function that it is given the name of:
   * `DEFINE_IDTENTRY(func)` makes it `__visible noinstr` (`arch/x86/include/asm/idtentry.h`).
   */
  wordsOfMacro(macro: string): readonly string[] {
    return (this.#macros.get(macro) ?? []).flatMap(({ parameter, body }) => {
      if (parameter === undefined || parameter === '') return [];
      // The definition itself, not a `__##func` beside it; its body may follow the macro's use.
      const definition = `([^;{}()]*)(?<![\\w#])${parameter}\\s*\\([^;{}]*\\)\\s*(?:\\{|$)`;
      const head = new RegExp(definition).exec(body)?.[1];
      return head?.match(/\w+/g) ?? [];
    });
  }

  #read(word: string, depth: number): AttributeMeaning | undefined {
    const name = word.replace(/\(.*$/s, '');
    if (/^(__)?inline(__)?$/.test(name)) {
      const place = this.#macros.get('inline')?.[0]?.place ?? '';
      return { effect: 'inline', section: '', place };
    }
    const direct = meaningOf(word, '');
    if (direct !== undefined || depth === deepest) return direct;
    let found: AttributeMeaning | undefined;
    for (const macro of this.#macros.get(name) ?? []) {
      const meaning = this.#expand(macro, name, depth);
      if (meaning !== undefined && meaning.effect !== 'section') return meaning;
      found ??= meaning;
    }
    return found;
  }

  #expand(macro: AnnotationMacro, name: string, depth: number): AttributeMeaning | undefined {
    let found = meaningOf(macro.body, macro.place);
    if (found?.effect === 'notrace' || found?.effect === 'init') return found;
    const plain = macro.body.replace(/"[^"]*"|__attribute(__)?\s*\(\(.*?\)\)/gs, ' ');
    for (const inner of plain.match(/\b[A-Za-z_]\w*\b/g) ?? []) {
      if (inner === name || inner === '__section') continue;
      const deeper = this.#read(inner, depth + 1);
      if (deeper !== undefined && deeper.effect !== 'section') {
        return { ...deeper, section: found?.section ?? deeper.section, place: macro.place };
      }
      found ??= deeper;
    }
    return found;
  }
}

function meaningOf(text: string, place: string): AttributeMeaning | undefined {
  if (noHook.test(text)) return { effect: 'notrace', section: '', place };
  const section = sectionOf.exec(text)?.[1];
  if (section === undefined) return undefined;
  return { effect: discarded.test(section) ? 'init' : 'section', section, place };
}
