import { AtomTable } from './atoms.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  Facts,
  FIELD_CALL,
  FIELD_STRIDE,
  FILE_STRIDE,
  HINT,
  INCLUDE,
  LABEL,
  OWNER_MACRO,
  OWNER_NAME,
  OWNER_PARAMETER,
  OWNER_REFS,
  OWNER_STRIDE,
  OWNER_WORD_COUNT,
  OWNER_WORDS,
  PARAMETER_ASSIGN,
  PARAMETER_PASS,
  REF_STRIDE,
} from './facts.ts';
import type { Scanner } from './scanner.ts';

/** What one scanner found, as plain arrays that can go from thread to thread. */
export interface ScanPart {
  /** Indices of the files, in the order in which they were scanned. */
  readonly files: Int32Array;
  readonly fileRows: Int32Array;
  readonly owners: Int32Array;
  readonly words: Int32Array;
  refs: Int32Array;
  readonly fields: Int32Array;
  readonly text: Uint8Array;
  readonly textFrom: Int32Array;
}

/** Which of the three numbers of a reference are atoms, by kind: bits 1, 2, 4. */
const atomColumns = new Uint8Array(16);
for (const [kind, columns] of [
  [CALL, 1],
  [FIELD_CALL, 7],
  [ARGUMENT, 3],
  [ASSIGN, 7],
  [COPY, 7],
  [COPY_TARGET, 5],
  [HINT, 3],
  [LABEL, 3],
  [INCLUDE, 1],
  [PARAMETER_ASSIGN, 6],
  [PARAMETER_PASS, 2],
] as const) {
  atomColumns[kind] = columns;
}

/** The arrays of a scanner that has scanned `files`; the scanner must not be used any more. */
export function partOf(scanner: Scanner, files: readonly number[]): ScanPart {
  const { facts, atoms } = scanner;
  return {
    files: Int32Array.from(files),
    fileRows: facts.files.items.slice(0, facts.files.length),
    owners: facts.owners.items.slice(0, facts.owners.length),
    words: facts.words.items.slice(0, facts.words.length),
    refs: facts.refs.items.slice(0, facts.refs.length),
    fields: facts.fields.items.slice(0, facts.fields.length),
    text: atoms.bytes.slice(0, atoms.offsets[atoms.size]),
    textFrom: atoms.offsets.slice(0, atoms.size + 1),
  };
}

/** The buffers of a part, for a transfer. */
export function buffersOf(part: ScanPart): readonly ArrayBuffer[] {
  return Object.values(part).map((array: Int32Array | Uint8Array) => array.buffer as ArrayBuffer);
}

/**
 * Joins parts into one table of facts whose owners stand in the order of their files' indices, so that
 * the result does not depend on who scanned what. A file that no part has is empty. The parts are used
 * up: their references are let go as soon as they are moved, for they are most of the memory.
 */
export function mergeParts(
  parts: readonly ScanPart[],
  fileCount: number,
): { readonly atoms: AtomTable; readonly facts: Facts } {
  const atoms = new AtomTable();
  const facts = new Facts();
  const places = new Map<number, { readonly mover: Mover; readonly row: number }>();
  facts.refs.reserve(parts.reduce((sum, part) => sum + part.refs.length, 0));
  for (const part of parts) {
    const mover = new Mover(part, atoms, facts);
    part.files.forEach((file, row) => {
      places.set(file, { mover, row });
    });
  }
  for (let file = 0; file < fileCount; file++) {
    const place = places.get(file);
    const firstOwner = facts.owners.length / OWNER_STRIDE;
    const firstField = facts.fields.length / FIELD_STRIDE;
    place?.mover.move(place.row);
    facts.files.push(firstOwner);
    facts.files.push(facts.owners.length / OWNER_STRIDE - firstOwner);
    facts.files.push(firstField);
    facts.files.push(facts.fields.length / FIELD_STRIDE - firstField);
  }
  return { atoms, facts };
}

class Mover {
  private readonly map: Int32Array;
  /** How many references of other parts stand before those of this one. */
  private readonly refsBefore: number;

  constructor(
    private readonly part: ScanPart,
    private readonly atoms: AtomTable,
    private readonly facts: Facts,
  ) {
    this.map = new Int32Array(part.textFrom.length);
    this.refsBefore = facts.refs.length / REF_STRIDE;
    this.moveRefs(part.refs);
    part.refs = new Int32Array(0);
  }

  move(row: number): void {
    const { part } = this;
    const first = part.fileRows[row * FILE_STRIDE] ?? 0;
    const count = part.fileRows[row * FILE_STRIDE + 1] ?? 0;
    for (let owner = first; owner < first + count; owner++) this.moveOwner(owner * OWNER_STRIDE);
    const fieldFrom = (part.fileRows[row * FILE_STRIDE + 2] ?? 0) * FIELD_STRIDE;
    const fieldTo = fieldFrom + (part.fileRows[row * FILE_STRIDE + 3] ?? 0) * FIELD_STRIDE;
    for (let at = fieldFrom; at < fieldTo; at++) {
      this.facts.fields.push(this.atom(part.fields[at] ?? 0));
    }
  }

  private moveOwner(base: number): void {
    const { part, facts } = this;
    const target = facts.owners.length;
    for (let column = 0; column < OWNER_STRIDE; column++) {
      facts.owners.push(part.owners[base + column] ?? 0);
    }
    const moved = facts.owners.items;
    for (const column of [OWNER_NAME, OWNER_MACRO, OWNER_PARAMETER]) {
      moved[target + column] = this.atom(moved[target + column] ?? 0);
    }
    moved[target + OWNER_REFS] = (moved[target + OWNER_REFS] ?? 0) + this.refsBefore;
    const wordFrom = moved[target + OWNER_WORDS] ?? 0;
    const words = moved[target + OWNER_WORD_COUNT] ?? 0;
    moved[target + OWNER_WORDS] = facts.words.length;
    for (let at = wordFrom; at < wordFrom + words; at++) {
      facts.words.push(this.atom(part.words[at] ?? 0));
    }
  }

  private moveRefs(refs: Int32Array): void {
    for (let at = 0; at < refs.length; at += REF_STRIDE) {
      const columns = atomColumns[(refs[at] ?? 0) & 15] ?? 0;
      if ((columns & 1) !== 0) refs[at + 2] = this.atom(refs[at + 2] ?? 0);
      if ((columns & 2) !== 0) refs[at + 3] = this.atom(refs[at + 3] ?? 0);
      if ((columns & 4) !== 0) refs[at + 4] = this.atom(refs[at + 4] ?? 0);
    }
    this.facts.refs.appendItems(refs);
  }

  /** The joint table's atom for one of the part; the sign is kept. */
  private atom(atom: number): number {
    if (atom === 0) return 0;
    if (atom < 0) return -this.atom(-atom);
    let moved = this.map[atom] ?? 0;
    if (moved === 0) {
      const { text, textFrom } = this.part;
      moved = this.atoms.internBytes(text, textFrom[atom] ?? 0, textFrom[atom + 1] ?? 0);
      this.map[atom] = moved;
    }
    return moved;
  }
}
