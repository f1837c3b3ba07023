import type { FunctionId, KernelFunction } from '../../kernel/model.ts';
import type { PatchFact } from '../fact.ts';
import type { Flow } from '../flow/flow.ts';
import { AttributeReader } from './attribute-meaning.ts';
import { byLists, type KernelLists } from './by-symbols.ts';
import type { AnnotationMacros } from './definitions.ts';
import { callersOf, isInnerSystemCall, probablyInlinedInto } from './inlining.ts';

/** Code outside the kernel image proper: mapped into programs, or run before the kernel. */
const foreign = /\/(vdso|purgatory|realmode|libstub)\/|^arch\/\w+\/boot\//;

/** Tells from source, Makefiles and configuration whether ftrace can hook a function. */
export class PatchabilityReader {
  readonly #flow: Flow;
  readonly #attributes: AttributeReader;
  readonly #lists: KernelLists;

  constructor(flow: Flow, macros: AnnotationMacros | undefined, lists: KernelLists) {
    this.#flow = flow;
    this.#lists = lists;
    this.#attributes = new AttributeReader(macros);
  }

  /** The functions that the compiler puts `id` into, by its annotations or by its usual rules. */
  inlinedInto(id: FunctionId): readonly FunctionId[] {
    const { symbols, traceable } = this.#lists;
    const it = this.#flow.graph.get(id);
    if (it.build === 'module') return probablyInlinedInto(this.#flow, id);
    if ((traceable?.of(it.name).length ?? 0) > 0) return [];
    if (symbols === undefined) return probablyInlinedInto(this.#flow, id);
    return symbols.of(it.name).length > 0 ? [] : callersOf(this.#flow, id);
  }

  of(id: FunctionId): PatchFact {
    const it = this.#flow.graph.get(id);
    return byLists(this.#lists, it, this.#bySource(id, it));
  }

  #bySource(id: FunctionId, it: KernelFunction): PatchFact {
    if (/\.[sS]$/.test(it.file)) return no('assembly', '', '');
    if (foreign.test(it.file)) return no('vdso', '', '');
    if (it.build === 'not-built') return no('not-built', '', '');
    const byAttribute = this.#byAttributes(it);
    if (byAttribute !== undefined) return byAttribute;
    if (it.trace === 'not-traced') return no('not-traced', '', it.traceEvidence ?? '');
    if (isInnerSystemCall(it)) {
      return no(
        'inline',
        `${it.macro ?? ''} makes it static inline`,
        'arch/x86/include/asm/syscall_wrapper.h',
      );
    }
    if (probablyInlinedInto(this.#flow, id).length > 0) {
      return { answer: 'unknown', reason: 'likely-inlined', detail: '', place: '' };
    }
    if (it.build === 'unknown' && !it.file.endsWith('.h')) {
      return { answer: 'unknown', reason: 'build-unknown', detail: '', place: '' };
    }
    const detail = it.build === 'module' ? (it.module ?? '') : '';
    return { answer: 'yes', reason: 'traceable', detail, place: '' };
  }

  #byAttributes(it: KernelFunction): PatchFact | undefined {
    const made = it.macro === undefined ? [] : this.#attributes.wordsOfMacro(it.macro);
    for (const word of [...it.attributes, ...made]) {
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
