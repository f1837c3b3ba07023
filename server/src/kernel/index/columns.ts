import {
  EDGE_STRIDE,
  HINT_STRIDE,
  IN_ASSEMBLY,
  type LinkedTree,
  SLOT_CALL_STRIDE,
  type Slot,
  THROUGH_POINTER,
} from '../link/link.ts';
import { groupRows, type Lists } from '../link/tables.ts';
import type { BuildState, RootKind, TraceState } from '../model.ts';
import {
  CONTINUED,
  FUNCTION,
  type Numbers,
  OWNER_END,
  OWNER_LINE,
  OWNER_MACRO,
  OWNER_NAME,
  OWNER_STRIDE,
  OWNER_WORD_COUNT,
  OWNER_WORDS,
} from '../scan/facts.ts';
import {
  DIRECT,
  type IndexMeta,
  type IndexSections,
  THROUGH_MACRO,
  THROUGH_PARAMETER,
  THROUGH_SLOT,
} from './format.ts';
import { RowSorter } from './row-sorter.ts';
import { nameTable, Texts } from './texts.ts';
import { ByteWriter } from './varint.ts';

/** The states and kinds, in the order of their numbers in an index. */
export const buildStates: readonly BuildState[] = ['built-in', 'module', 'not-built', 'unknown'];
export const traceStates: readonly TraceState[] = ['traced', 'not-traced', 'unknown'];
export const rootKinds: readonly RootKind[] = [
  'thread',
  'per-cpu-thread',
  'io-thread',
  'work',
  'timer',
  'tasklet',
  'interrupt',
  'syscall',
  'idle',
  'assembly',
];

/** When a file was read: bytes and modification time (ms). */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
}

/** Lays a linked tree out in the arrays of an index. */
export function layOut(
  tree: LinkedTree,
  meta: IndexMeta,
  stamps: readonly FileStamp[],
): IndexSections {
  return new Layout(tree).sections(meta, stamps);
}

class Layout {
  private readonly texts: Texts;
  /** Owners of functions, in order; and the function of each owner, or -1. */
  private readonly owners: Int32Array;
  private readonly ids: Int32Array;
  /** The slots in their final order, with functions as numbers of the index. */
  private readonly slots: Slot[] = [];
  private slotOrder = new Int32Array(0);

  constructor(private readonly tree: LinkedTree) {
    const count = tree.scanned.facts.owners.length / OWNER_STRIDE;
    this.texts = new Texts(tree.scanned.atoms);
    this.ids = new Int32Array(count).fill(-1);
    const found: number[] = [];
    for (let owner = 0; owner < count; owner++) {
      const flags = tree.scope.flags(owner);
      if ((flags & 3) === FUNCTION && (flags & CONTINUED) === 0) found.push(owner);
    }
    const { fileOf } = tree.scope;
    found.sort(
      (one, other) =>
        (fileOf[one] ?? 0) - (fileOf[other] ?? 0) ||
        this.number(one, OWNER_LINE) - this.number(other, OWNER_LINE) ||
        one - other,
    );
    this.owners = Int32Array.from(found);
    this.owners.forEach((owner, id) => {
      this.ids[owner] = id;
    });
    this.sortSlots();
  }

  /** Slots by their text and functions by number: no trace is left of the order of the scan. */
  private sortSlots(): void {
    const { atoms } = this.tree.scanned;
    const order = this.tree.slots
      .map((slot, index) => ({ index, text: atoms.text(slot.via), slot }))
      .sort((one, other) =>
        one.text < other.text ? -1 : one.text > other.text ? 1 : one.index - other.index,
      );
    this.slotOrder = new Int32Array(order.length);
    for (const [place, { index, slot }] of order.entries()) {
      this.slotOrder[index] = place;
      const functions = slot.functions.map((owner) => this.ids[owner] ?? 0);
      this.slots.push({ via: slot.via, functions: functions.sort((one, other) => one - other) });
    }
  }

  /** The place of the slot that a row of slot calls goes through. */
  private slotIndex(row: number): number {
    return this.slotOrder[this.tree.slotCalls.items[row * SLOT_CALL_STRIDE + 1] ?? 0] ?? 0;
  }

  sections(meta: IndexMeta, stamps: readonly FileStamp[]): IndexSections {
    const { scanned, scope } = this.tree;
    const { slots } = this;
    const functionName = this.column((owner) => this.texts.ofAtom(this.number(owner, OWNER_NAME)));
    const names = this.texts.size;
    const byName = groupRows(names, functionName.length, (id) => functionName[id] ?? 0);
    const words = this.wordSets();
    const out = this.outgoing();
    const slotFrom = new Int32Array(slots.length + 1);
    const slotFunctions: number[] = [];
    slots.forEach((slot, index) => {
      slotFunctions.push(...slot.functions);
      slotFrom[index + 1] = slotFunctions.length;
    });
    const slotVia = Int32Array.from(slots, (slot) => this.texts.ofAtom(slot.via));
    const callers = this.slotCallers();
    const incoming = this.incoming();
    const functionMacro = this.column((owner) => this.optional(this.number(owner, OWNER_MACRO)));
    const filePath = Int32Array.from(scanned.files, (path) => this.texts.of(path));
    const hints = this.hints();
    const roots = this.roots();
    const text = this.texts.finish();
    return {
      meta: new TextEncoder().encode(JSON.stringify(meta)),
      textFrom: text.from,
      text: text.bytes,
      nameSlots: nameTable(text.from, text.bytes, names),
      nameFrom: byName.from,
      nameFunctions: byName.items,
      filePath,
      fileBuild: Uint8Array.from(
        scope.builds,
        ({ build, trace }) => buildStates.indexOf(build) | (traceStates.indexOf(trace) << 2),
      ),
      fileSize: Float64Array.from(stamps, (stamp) => stamp.size),
      fileTime: Float64Array.from(stamps, (stamp) => stamp.modified),
      functionName,
      functionFile: this.column((owner) => scope.fileOf[owner] ?? 0),
      functionLine: this.column((owner) => this.number(owner, OWNER_LINE)),
      functionEnd: this.column((owner) => this.number(owner, OWNER_END)),
      functionFlags: Uint8Array.from(this.owners, (owner) => scope.flags(owner)),
      functionMacro,
      ...words,
      outFrom: out.from,
      out: out.bytes,
      inFrom: incoming.from,
      in: incoming.bytes,
      slotVia,
      slotFrom,
      slotFunctions: Int32Array.from(slotFunctions),
      slotCallerFrom: callers.from,
      slotCallers: callers.items,
      hints,
      roots,
    };
  }

  private number(owner: number, column: number): number {
    return this.tree.scanned.facts.owners.items[owner * OWNER_STRIDE + column] ?? 0;
  }

  private column(value: (owner: number) => number): Int32Array {
    return Int32Array.from(this.owners, value);
  }

  private optional(atom: number): number {
    return atom > 0 ? this.texts.ofAtom(atom) : -1;
  }

  private wordSets(): Pick<IndexSections, 'functionWords' | 'wordsFrom' | 'words'> {
    const { facts } = this.tree.scanned;
    const sets = new Map<string, number>();
    const from = [0];
    const words: number[] = [];
    const functionWords = this.column((owner) => {
      const start = this.number(owner, OWNER_WORDS);
      const end = start + this.number(owner, OWNER_WORD_COUNT);
      const set = Array.from(facts.words.items.subarray(start, end), (atom) =>
        this.texts.ofAtom(atom),
      );
      for (const word of this.tree.extra.get(owner) ?? []) set.push(this.texts.of(word));
      const key = set.join(' ');
      let id = sets.get(key);
      if (id === undefined) {
        id = sets.size;
        sets.set(key, id);
        words.push(...set);
        from.push(words.length);
      }
      return id;
    });
    return { functionWords, wordsFrom: Int32Array.from(from), words: Int32Array.from(words) };
  }

  /** Rows of a stride by the function in one of their columns, in the order of another. */
  private rows(numbers: Numbers, stride: number, column: number): Lists {
    return groupRows(
      this.owners.length,
      numbers.length / stride,
      (row) => this.ids[numbers.items[row * stride + column] ?? 0] ?? 0,
    );
  }

  private outgoing(): { from: Int32Array; bytes: Uint8Array } {
    const { edges, slotCalls } = this.tree;
    const calls = this.rows(edges, EDGE_STRIDE, 0);
    const throughSlots = this.rows(slotCalls, SLOT_CALL_STRIDE, 0);
    const from = new Int32Array(this.owners.length + 1);
    const writer = new ByteWriter();
    const sorter = new RowSorter();
    for (let id = 0; id < this.owners.length; id++) {
      sorter.length = 0;
      for (let at = calls.from[id] ?? 0; at < (calls.from[id + 1] ?? 0); at++) {
        const row = calls.items[at] ?? 0;
        sorter.add(row, edges.items[row * EDGE_STRIDE + 3] ?? 0, 0);
      }
      for (let at = throughSlots.from[id] ?? 0; at < (throughSlots.from[id + 1] ?? 0); at++) {
        const row = throughSlots.items[at] ?? 0;
        sorter.add(~row, slotCalls.items[row * SLOT_CALL_STRIDE + 2] ?? 0, 1 + this.slotIndex(row));
      }
      this.writeCalls(id, sorter, writer);
      from[id + 1] = writer.length;
    }
    return { from, bytes: writer.take() };
  }

  private writeCalls(id: number, sorter: RowSorter, writer: ByteWriter): void {
    let line = this.number(this.owners[id] ?? 0, OWNER_LINE);
    let lastHead = -1;
    let lastCallee = -1;
    for (let at = 0; at < sorter.length; at++) {
      const row = sorter.rows[at] ?? 0;
      const next = sorter.lines[at] ?? 0;
      const head = this.headOf(row);
      const callee =
        row < 0 ? -1 : (this.ids[this.tree.edges.items[row * EDGE_STRIDE + 1] ?? 0] ?? 0);
      if (at > 0 && head === lastHead && callee === lastCallee && next === line) continue;
      writer.varint(head);
      writer.zigzag(next - line);
      if (row >= 0) writer.zigzag(callee - id);
      line = next;
      lastHead = head;
      lastCallee = callee;
    }
  }

  private headOf(row: number): number {
    if (row < 0) return THROUGH_SLOT | (this.slotIndex(~row) << 2);
    const { edges } = this.tree;
    const linked = edges.items[row * EDGE_STRIDE + 2] ?? 0;
    const via = edges.items[row * EDGE_STRIDE + 4] ?? 0;
    const text = via > 0 ? this.texts.ofAtom(via) + 1 : 0;
    if (linked === THROUGH_POINTER) return THROUGH_PARAMETER | (text << 2);
    return via > 0 && linked !== IN_ASSEMBLY ? THROUGH_MACRO | (text << 2) : DIRECT;
  }

  private incoming(): { from: Int32Array; bytes: Uint8Array } {
    const { edges } = this.tree;
    const calls = this.rows(edges, EDGE_STRIDE, 1);
    const inSlots = new Map<number, number[]>();
    this.slots.forEach((slot, index) => {
      for (const id of slot.functions) {
        const list = inSlots.get(id);
        if (list === undefined) inSlots.set(id, [index]);
        else list.push(index);
      }
    });
    const from = new Int32Array(this.owners.length + 1);
    const writer = new ByteWriter();
    for (let id = 0; id < this.owners.length; id++) {
      const callers = calls.items.subarray(calls.from[id], calls.from[id + 1]);
      for (let at = 0; at < callers.length; at++) {
        callers[at] = this.ids[edges.items[(callers[at] ?? 0) * EDGE_STRIDE] ?? 0] ?? 0;
      }
      writeAscending(writer, callers.sort());
      writeAscending(writer, inSlots.get(id) ?? []);
      from[id + 1] = writer.length;
    }
    return { from, bytes: writer.take() };
  }

  private slotCallers(): Lists {
    const { slotCalls } = this.tree;
    const rows = groupRows(this.slots.length, slotCalls.length / SLOT_CALL_STRIDE, (row) =>
      this.slotIndex(row),
    );
    const callers = rows.items.map(
      (row) => this.ids[slotCalls.items[row * SLOT_CALL_STRIDE] ?? 0] ?? 0,
    );
    return { from: rows.from, items: callers };
  }

  private hints(): Int32Array {
    const { hints } = this.tree;
    const rows = this.rows(hints, HINT_STRIDE, 0);
    const found: number[] = [];
    for (const row of rows.items) {
      const at = row * HINT_STRIDE;
      found.push(
        this.ids[hints.items[at] ?? 0] ?? 0,
        this.texts.ofAtom(hints.items[at + 1] ?? 0),
        hints.items[at + 2] ?? 0,
        this.optional(hints.items[at + 3] ?? 0),
        this.optional(hints.items[at + 4] ?? 0),
      );
    }
    return Int32Array.from(found);
  }

  private roots(): Int32Array {
    return Int32Array.from(
      this.tree.roots.flatMap((root) => [
        rootKinds.indexOf(root.kind),
        this.ids[root.owner] ?? 0,
        root.file,
        root.line,
        root.label === undefined ? -1 : this.texts.of(root.label),
      ]),
    );
  }
}

/** Writes ascending numbers, each once. */
function writeAscending(writer: ByteWriter, values: ArrayLike<number>): void {
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (at === 0 || values[at] !== values[at - 1]) count++;
  }
  writer.varint(count);
  let last = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (at > 0 && value === values[at - 1]) continue;
    writer.varint(value - last);
    last = value;
  }
}
