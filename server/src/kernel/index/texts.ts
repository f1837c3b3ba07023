import { type AtomTable, hashOf } from '../scan/atoms.ts';

const encoder = new TextEncoder();

/** Numbers the texts of an index in the order in which they are asked for. */
export class Texts {
  private readonly ids: Int32Array;
  private readonly extra = new Map<string, number>();
  private readonly parts: (number | Uint8Array)[] = [];

  constructor(private readonly atoms: AtomTable) {
    this.ids = new Int32Array(atoms.size).fill(-1);
  }

  get size(): number {
    return this.parts.length;
  }

  /** The text of an atom of the scan. */
  ofAtom(atom: number): number {
    if (atom >= this.ids.length) return this.of(this.atoms.text(atom));
    let id = this.ids[atom] ?? -1;
    if (id < 0) {
      id = this.parts.length;
      this.parts.push(atom);
      this.ids[atom] = id;
    }
    return id;
  }

  of(text: string): number {
    let id = this.extra.get(text);
    if (id === undefined) {
      id = this.parts.length;
      this.parts.push(encoder.encode(text));
      this.extra.set(text, id);
    }
    return id;
  }

  finish(): { readonly from: Int32Array; readonly bytes: Uint8Array } {
    const from = new Int32Array(this.parts.length + 1);
    let length = 0;
    this.parts.forEach((part, id) => {
      length += typeof part === 'number' ? this.atoms.length(part) : part.length;
      from[id + 1] = length;
    });
    const bytes = new Uint8Array(length);
    this.parts.forEach((part, id) => {
      bytes.set(typeof part === 'number' ? this.atoms.bytesOf(part) : part, from[id] ?? 0);
    });
    return { from, bytes };
  }
}

/** The hash table of the first `count` texts. */
export function nameTable(from: Int32Array, bytes: Uint8Array, count: number): Int32Array {
  let size = 16;
  while (size < count * 2) size *= 2;
  const slots = new Int32Array(size);
  for (let id = 0; id < count; id++) {
    let slot = hashOf(bytes, from[id] ?? 0, from[id + 1] ?? 0) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = id + 1;
  }
  return slots;
}
