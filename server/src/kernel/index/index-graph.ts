import type {
  CallEdge,
  EdgeKind,
  FunctionId,
  KernelFunction,
  KernelGraph,
  Root,
  StateHint,
} from '../model.ts';
import { hashOf } from '../scan/atoms.ts';
import { ASSEMBLY, OFF, STATIC } from '../scan/facts.ts';
import { buildStates, rootKinds, traceStates } from './columns.ts';
import {
  type IndexMeta,
  type IndexSections,
  THROUGH_MACRO,
  THROUGH_PARAMETER,
  THROUGH_SLOT,
} from './format.ts';
import { ByteReader } from './varint.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const HINT = 5;
const ROOT = 5;

/** Slots that a search has been through. */
export interface SlotSet {
  /** False where it was there before. */
  addSlot(slot: number): boolean;
}

/** Answers straight from the arrays of an index. */
export class IndexGraph implements KernelGraph {
  readonly meta: IndexMeta;
  readonly size: number;
  private rootList: readonly Root[] | undefined;
  /** What was decoded before: walks over the whole kernel ask for the same names again and again. */
  private readonly texts: (string | undefined)[] = [];
  private readonly functions: (KernelFunction | undefined)[] = [];
  private readonly outReader: ByteReader;
  private readonly inReader: ByteReader;

  constructor(readonly sections: IndexSections) {
    this.meta = JSON.parse(decoder.decode(sections.meta)) as IndexMeta;
    this.size = sections.functionName.length;
    this.outReader = new ByteReader(sections.out);
    this.inReader = new ByteReader(sections.in);
  }

  get release(): string {
    return this.meta.release;
  }

  text(id: number): string {
    const known = this.texts[id];
    if (known !== undefined) return known;
    const { text, textFrom } = this.sections;
    const decoded = decoder.decode(text.subarray(textFrom[id] ?? 0, textFrom[id + 1] ?? 0));
    this.texts[id] = decoded;
    return decoded;
  }

  get(id: FunctionId): KernelFunction {
    if (!(id >= 0 && id < this.size)) {
      throw new RangeError(`No function ${id} in this graph of ${this.size}.`);
    }
    const known = this.functions[id];
    if (known !== undefined) return known;
    const read = this.read(id);
    this.functions[id] = read;
    return read;
  }

  private read(id: FunctionId): KernelFunction {
    const { sections } = this;
    const file = sections.functionFile[id] ?? 0;
    const flags = sections.functionFlags[id] ?? 0;
    const build = sections.fileBuild[file] ?? 0;
    const set = sections.functionWords[id] ?? 0;
    const words = sections.words.subarray(sections.wordsFrom[set], sections.wordsFrom[set + 1]);
    return {
      id,
      name: this.text(sections.functionName[id] ?? 0),
      file: this.text(sections.filePath[file] ?? 0),
      line: sections.functionLine[id] ?? 0,
      endLine: sections.functionEnd[id] ?? 0,
      isStatic: (flags & STATIC) !== 0,
      attributes: Array.from(words, (word) => this.text(word)),
      build: (flags & OFF) !== 0 ? 'not-built' : (buildStates[build & 3] ?? 'unknown'),
      trace: (flags & ASSEMBLY) !== 0 ? 'not-traced' : (traceStates[build >> 2] ?? 'unknown'),
      macro: this.optional(sections.functionMacro[id]),
    };
  }

  definitions(name: string): readonly KernelFunction[] {
    const text = this.findName(name);
    if (text < 0) return [];
    const { nameFrom, nameFunctions } = this.sections;
    return Array.from(nameFunctions.subarray(nameFrom[text], nameFrom[text + 1]), (id) =>
      this.get(id),
    );
  }

  callees(id: FunctionId): readonly CallEdge[] {
    const found: CallEdge[] = [];
    this.eachCall(id, (callee, kind, line, via) => {
      found.push({ caller: id, callee, kind, line, via });
    });
    return found;
  }

  callers(id: FunctionId): readonly CallEdge[] {
    return this.callersOf(id).flatMap((caller) =>
      this.callees(caller).filter((edge) => edge.callee === id),
    );
  }

  /** The functions that call `id`, each once, ascending. */
  callersOf(id: FunctionId): readonly FunctionId[] {
    const { sections, inReader: reader } = this;
    reader.position = sections.inFrom[id] ?? 0;
    const direct: number[] = [];
    let last = 0;
    for (let left = reader.varint(); left > 0; left--) {
      last += reader.varint();
      direct.push(last);
    }
    const slots: number[] = [];
    last = 0;
    for (let left = reader.varint(); left > 0; left--) {
      last += reader.varint();
      slots.push(last);
    }
    if (slots.length === 0) return direct;
    const all = new Set(direct);
    for (const slot of slots) {
      const { slotCallerFrom, slotCallers } = sections;
      for (const caller of slotCallers.subarray(slotCallerFrom[slot], slotCallerFrom[slot + 1])) {
        all.add(caller);
      }
    }
    return [...all].sort((one, other) => one - other);
  }

  roots(): readonly Root[] {
    if (this.rootList === undefined) {
      const { roots, filePath } = this.sections;
      const found: Root[] = [];
      for (let at = 0; at < roots.length; at += ROOT) {
        found.push({
          kind: rootKinds[roots[at] ?? 0] ?? 'assembly',
          function: roots[at + 1] ?? 0,
          file: this.text(filePath[roots[at + 2] ?? 0] ?? 0),
          line: roots[at + 3] ?? 0,
          label: this.optional(roots[at + 4]),
        });
      }
      this.rootList = found;
    }
    return this.rootList;
  }

  hints(id: FunctionId): readonly StateHint[] {
    const { hints } = this.sections;
    let low = 0;
    let high = hints.length / HINT;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hints[middle * HINT] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    const found: StateHint[] = [];
    for (let at = low * HINT; hints[at] === id; at += HINT) {
      found.push({
        word: this.text(hints[at + 1] ?? 0),
        line: hints[at + 2] ?? 0,
        callee: this.optional(hints[at + 3]),
        macro: this.optional(hints[at + 4]),
      });
    }
    return found.sort((one, other) => one.line - other.line);
  }

  /**
   * Visits what `id` calls, saying whether through a pointer; a slot that `slots` already has is passed
   * over with all its functions.
   */
  eachCallee(
    id: FunctionId,
    slots: SlotSet,
    visit: (callee: number, pointer: boolean) => void,
  ): void {
    const { sections, outReader: reader } = this;
    const end = sections.outFrom[id + 1] ?? 0;
    const doubtful: number[] = [];
    reader.position = sections.outFrom[id] ?? 0;
    while (reader.position < end) {
      const head = reader.varint();
      reader.varint();
      if ((head & 3) === THROUGH_SLOT) doubtful.push(head >>> 2);
      else visit(id + reader.zigzag(), (head & 3) === THROUGH_PARAMETER);
    }
    for (const slot of doubtful) {
      if (!slots.addSlot(slot)) continue;
      const to = sections.slotFrom[slot + 1] ?? 0;
      for (let at = sections.slotFrom[slot] ?? 0; at < to; at++) {
        visit(sections.slotFunctions[at] ?? 0, true);
      }
    }
  }

  /** Visits what calls `id`; a slot that `slots` already has is passed over with all its callers. */
  eachCaller(id: FunctionId, slots: SlotSet, visit: (caller: number) => void): void {
    const { sections, inReader: reader } = this;
    reader.position = sections.inFrom[id] ?? 0;
    let last = 0;
    for (let left = reader.varint(); left > 0; left--) {
      last += reader.varint();
      visit(last);
    }
    last = 0;
    for (let left = reader.varint(); left > 0; left--) {
      last += reader.varint();
      if (!slots.addSlot(last)) continue;
      const to = sections.slotCallerFrom[last + 1] ?? 0;
      for (let at = sections.slotCallerFrom[last] ?? 0; at < to; at++) {
        visit(sections.slotCallers[at] ?? 0);
      }
    }
  }

  private eachCall(
    id: FunctionId,
    visit: (callee: number, kind: EdgeKind, line: number, via: string | undefined) => void,
  ): void {
    const { sections, outReader: reader } = this;
    const assembly = ((sections.functionFlags[id] ?? 0) & ASSEMBLY) !== 0;
    const end = sections.outFrom[id + 1] ?? 0;
    let line = sections.functionLine[id] ?? 0;
    reader.position = sections.outFrom[id] ?? 0;
    while (reader.position < end) {
      const head = reader.varint();
      const through = head >>> 2;
      line += reader.zigzag();
      if ((head & 3) === THROUGH_SLOT) {
        const via = this.text(sections.slotVia[through] ?? 0);
        const from = sections.slotFrom[through] ?? 0;
        for (let at = from; at < (sections.slotFrom[through + 1] ?? 0); at++) {
          visit(sections.slotFunctions[at] ?? 0, 'pointer', line, via);
        }
        continue;
      }
      const callee = id + reader.zigzag();
      const via = through > 0 ? this.text(through - 1) : undefined;
      if (assembly) visit(callee, 'assembly', line, via);
      else if (via === undefined) visit(callee, 'direct', line, via);
      else visit(callee, (head & 3) === THROUGH_MACRO ? 'macro' : 'pointer', line, via);
    }
  }

  /** The text of a function name, or -1. */
  private findName(name: string): number {
    const { nameSlots, text, textFrom } = this.sections;
    const bytes = encoder.encode(name);
    const mask = nameSlots.length - 1;
    let slot = hashOf(bytes, 0, bytes.length) & mask;
    for (let tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
      const id = (nameSlots[slot] ?? 0) - 1;
      if (id < 0) return -1;
      const from = textFrom[id] ?? 0;
      if ((textFrom[id + 1] ?? 0) - from !== bytes.length) continue;
      if (bytes.every((byte, at) => text[from + at] === byte)) return id;
    }
    return -1;
  }

  private optional(text: number | undefined): string | undefined {
    return text === undefined || text < 0 ? undefined : this.text(text);
  }
}
