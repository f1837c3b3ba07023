import type { GeneratedFunction, GeneratedFunctions } from '../../kernel/generated/model.ts';
import type { FunctionId, KernelFunction, KernelGraph } from '../../kernel/model.ts';
import type { Options } from '../../kernel/scan/conditionals.ts';
import type { KernelLists } from '../../kernel/symbols/lists.ts';
import type { PatchFact } from '../fact.ts';
import { AttributeReader } from './attribute-meaning.ts';
import { byLists } from './by-symbols.ts';
import type { AnnotationMacros } from './definitions.ts';
import { callersOf, isInnerSystemCall, probablyInlinedInto } from './inlining.ts';

/** Code outside the kernel image proper: mapped into programs, or run before the kernel. */
const foreign = /\/(vdso|purgatory|realmode|libstub)\/|^arch\/\w+\/boot\//;

/** Programs that are no part of the kernel, though their headers define functions of its names. */
const elsewhere = /^(tools|samples|scripts|usr|Documentation)\//;

/** What patchability is read from, beside the call graph; what is missing is not taken into account. */
export interface PatchSources {
  /** The tree's annotations (`readAnnotationMacros`). */
  readonly macros?: AnnotationMacros | undefined;
  /** Symbol lists of the kernel built from the tree. */
  readonly lists?: KernelLists | undefined;
  /** The functions that macros of the tree make. */
  readonly generated?: GeneratedFunctions | undefined;
  /** The configuration, when it is the kernel's own and whole. */
  readonly config?: Options | undefined;
}

/** Tells from source, Makefiles, configuration and symbol lists whether ftrace can hook a function. */
export class PatchabilityReader {
  readonly #graph: KernelGraph;
  readonly #attributes: AttributeReader;
  readonly #lists: KernelLists;
  readonly #generated: GeneratedFunctions | undefined;
  readonly #config: Options | undefined;

  constructor(graph: KernelGraph, sources: PatchSources = {}) {
    this.#graph = graph;
    this.#lists = sources.lists ?? {};
    this.#generated = sources.generated;
    this.#config = sources.config;
    this.#attributes = new AttributeReader(sources.macros);
  }

  /** The functions that the compiler puts `id` into, by the symbols or else by its usual rules. */
  inlinedInto(id: FunctionId): readonly FunctionId[] {
    const graph = this.#graph;
    const it = graph.get(id);
    const { symbols, traceable } = this.#lists;
    const module = it.build === 'module' ? (it.module ?? '') : undefined;
    const tells = (list: typeof symbols): boolean =>
      list !== undefined && (module === undefined || list.hasModule(module));
    if (tells(traceable) && (traceable?.of(it.name, module).length ?? 0) > 0) {
      return this.#partlyInlined(traceable?.of(it.name, module) ?? []) ? callersOf(graph, id) : [];
    }
    if (!tells(symbols)) return probablyInlinedInto(graph, id);
    const present = symbols?.of(it.name, module) ?? [];
    return present.length === 0 || this.#partlyInlined(present) ? callersOf(graph, id) : [];
  }

  /** `foo.part.0` alone: the head of `foo` is in its callers. */
  #partlyInlined(symbols: readonly string[]): boolean {
    return symbols.every((symbol) => /\.(part|cold)\b/.test(symbol));
  }

  of(id: FunctionId): PatchFact {
    const it = this.#graph.get(id);
    return byLists(
      this.#lists,
      it,
      this.#bySource(it, () => this.#inlining(id, it)),
    );
  }

  /** The same for a function that a macro makes and that stands nowhere in the graph. */
  ofGenerated(it: GeneratedFunction): PatchFact {
    const { name, file, line, isStatic, attributes, macro, traced, traceEvidence } = it;
    const own: KernelFunction = {
      id: -1,
      name,
      file,
      line,
      endLine: line,
      isStatic,
      attributes,
      macro,
      build: 'built-in',
      trace: traced ? 'traced' : 'not-traced',
      ...(traceEvidence === undefined ? {} : { traceEvidence }),
    };
    const bySource = this.#bySource(own, () => ({
      answer: 'yes',
      reason: 'generated',
      detail: it.macro,
      place: `${it.file}:${it.line}`,
    }));
    return byLists(this.#lists, own, bySource);
  }

  #bySource(it: KernelFunction, otherwise: () => PatchFact): PatchFact {
    const isBuilt = it.build === 'built-in' || it.build === 'module';
    if (this.#config !== undefined && this.#config.value('CONFIG_LIVEPATCH') !== 'y') {
      return no('configuration', 'CONFIG_LIVEPATCH', '.config');
    }
    if (elsewhere.test(it.file) && !isBuilt) return no('not-built', '', '');
    if (/\.[sS]$/.test(it.file)) return no('assembly', '', '');
    if (foreign.test(it.file) && !isBuilt) return no('vdso', '', '');
    if (it.build === 'not-built') return no('not-built', '', '');
    const strong = this.#replacement(it);
    if (strong !== undefined) {
      return no('weak-replaced', strong.file, `${strong.file}:${strong.line}`);
    }
    const made = this.#generatedAs(it);
    const byAttribute = this.#byAttributes(it, made);
    if (byAttribute !== undefined) return byAttribute;
    if (it.trace === 'not-traced') return no('not-traced', '', it.traceEvidence ?? '');
    if (made?.alias !== undefined) {
      return { answer: 'yes', reason: 'alias', detail: made.alias, place: `${it.file}:${it.line}` };
    }
    return otherwise();
  }

  /** What remains for a function of the graph that nothing forbids to hook. */
  #inlining(id: FunctionId, it: KernelFunction): PatchFact {
    if (isInnerSystemCall(it)) {
      return no(
        'inline',
        `${it.macro ?? ''} makes it static inline`,
        'arch/x86/include/asm/syscall_wrapper.h',
      );
    }
    if (it.build === 'unknown') {
      const detail = it.file.endsWith('.h') ? 'header' : '';
      return { answer: 'unknown', reason: 'build-unknown', detail, place: '' };
    }
    // The symbols of the image tell what was inlined, and that they do not miss a function of the name.
    const isTold = this.#lists.symbols !== undefined && it.build === 'built-in';
    if (!isTold && probablyInlinedInto(this.#graph, id).length > 0) {
      return { answer: 'unknown', reason: 'likely-inlined', detail: '', place: '' };
    }
    if (isTold) return { answer: 'yes', reason: 'traceable', detail: '', place: '' };
    const others = this.#sameName(it);
    if (others > 0) {
      return { answer: 'yes', reason: 'duplicate', detail: `${others + 1}`, place: '' };
    }
    const detail = it.build === 'module' ? (it.module ?? '') : '';
    return { answer: 'yes', reason: 'traceable', detail, place: '' };
  }

  /** Other functions of the name in the same object, as far as the source tells that they have code. */
  #sameName(it: KernelFunction): number {
    return this.#graph.definitions(it.name).filter((other) => {
      if (other.id === it.id || other.build !== it.build || other.module !== it.module)
        return false;
      if (other.file === it.file || !other.file.endsWith('.c')) return false;
      if (this.#replacement(other) !== undefined) return false;
      const silent = this.#byAttributes(other, this.#generatedAs(other));
      return silent?.reason !== 'inline' && probablyInlinedInto(this.#graph, other.id).length === 0;
    }).length;
  }

  /** The definition that the linker takes instead of a `__weak` one. */
  #replacement(it: KernelFunction): KernelFunction | undefined {
    if (!it.attributes.includes('__weak') || it.build !== 'built-in') return undefined;
    return this.#graph.definitions(it.name).find((other) => {
      const linked = other.build === 'built-in' && !other.isStatic;
      return linked && other.id !== it.id && !other.attributes.includes('__weak');
    });
  }

  /** What a definition macro's text says of the function, when one makes it. */
  #generatedAs(it: KernelFunction): GeneratedFunction | undefined {
    if (it.macro === undefined || isInnerSystemCall(it)) return undefined;
    return this.#generated?.named(it.name).find((each) => each.file === it.file);
  }

  #byAttributes(it: KernelFunction, made: GeneratedFunction | undefined): PatchFact | undefined {
    const byMacro = it.macro === undefined ? [] : this.#attributes.wordsOfMacro(it.macro);
    for (const word of [...it.attributes, ...(made?.attributes ?? byMacro)]) {
      const meaning = this.#attributes.meaning(word);
      if (meaning === undefined || meaning.effect === 'section') continue;
      const reason = meaning.effect === 'notrace' ? 'attribute' : meaning.effect;
      const detail = meaning.section === '' ? word : `${word} (section ${meaning.section})`;
      return no(reason, detail, meaning.place);
    }
    return undefined;
  }
}

function no(reason: PatchFact['reason'], detail: string, place: string): PatchFact {
  return { answer: 'no', reason, detail, place };
}
