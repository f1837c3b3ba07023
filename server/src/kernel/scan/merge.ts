import { AtomTable } from './atoms.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
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
  TreeFacts,
} from './facts.ts';
import type { Scanner } from './scanner.ts';

/** What one scanner found, as plain arrays that can go from thread to thread. */
export interface ScanPart {
  /** Indices of the files, in the order in which they were scanned. */
  readonly files: Int32Array;
  readonly fileRows: Int32Array;
  readonly owners: Int32Array;
  readonly words: Int32Array;
  readonly refs: Int32Array;
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

/**
 * The arrays of a scanner that has scanned `files`, not copied: the scanner must not be used any more.
 * Names that only the scan needed are left behind.
 */
export function partOf(scanner: Scanner, files: readonly number[]): ScanPart {
  const { facts, atoms } = scanner;
  const owners = facts.owners.taken();
  const words = facts.words.taken();
  const refs = facts.refs.taken();
  const fields = facts.fields.taken();
  const used: number[] = [0];
  const map = new Int32Array(atoms.size);
  renameAll({ owners, words, refs, fields }, (atom) => {
    if (map[atom] === 0) {
      map[atom] = used.length;
      used.push(atom);
    }
    return map[atom] ?? 0;
  });
  const textFrom = new Int32Array(used.length + 1);
  used.forEach((atom, index) => {
    textFrom[index + 1] = (textFrom[index] ?? 0) + (atom === 0 ? 0 : atoms.length(atom));
  });
  const text = new Uint8Array(textFrom[used.length] ?? 0);
  used.forEach((atom, index) => {
    if (atom > 0) text.set(atoms.bytesOf(atom), textFrom[index] ?? 0);
  });
  const fileRows = facts.files.taken();
  return { files: Int32Array.from(files), fileRows, owners, words, refs, fields, text, textFrom };
}

type Named = Pick<ScanPart, 'owners' | 'words' | 'refs' | 'fields'>;

/** Gives every atom in the arrays another number, in place; signs and 0 are kept. */
function renameAll(part: Named, rename: (atom: number) => number): void {
  const renamed = (atom: number): number =>
    atom === 0 ? 0 : atom < 0 ? -rename(-atom) : rename(atom);
  const { owners, words, refs, fields } = part;
  for (let at = 0; at < owners.length; at += OWNER_STRIDE) {
    for (const column of [OWNER_NAME, OWNER_MACRO, OWNER_PARAMETER]) {
      owners[at + column] = renamed(owners[at + column] ?? 0);
    }
  }
  for (let at = 0; at < words.length; at++) words[at] = renamed(words[at] ?? 0);
  for (let at = 0; at < fields.length; at++) fields[at] = renamed(fields[at] ?? 0);
  for (let at = 0; at < refs.length; at += REF_STRIDE) {
    const columns = atomColumns[(refs[at] ?? 0) & 15] ?? 0;
    if ((columns & 1) !== 0) refs[at + 2] = renamed(refs[at + 2] ?? 0);
    if ((columns & 2) !== 0) refs[at + 3] = renamed(refs[at + 3] ?? 0);
    if ((columns & 4) !== 0) refs[at + 4] = renamed(refs[at + 4] ?? 0);
  }
}

/** The buffers of a part, for a transfer. */
export function buffersOf(part: ScanPart): readonly ArrayBuffer[] {
  return Object.values(part).map((array: Int32Array | Uint8Array) => array.buffer as ArrayBuffer);
}

/**
 * Joins parts into one table of facts whose owners stand in the order of their files' indices, so that
 * the result does not depend on who scanned what. A file that no part has is empty. The parts are used
 * up: their references, which are most of the memory, become the tree's own.
 */
export function mergeParts(
  parts: readonly ScanPart[],
  fileCount: number,
): { readonly atoms: AtomTable; readonly facts: TreeFacts } {
  const total = (size: (part: ScanPart) => number): number =>
    parts.reduce((sum, part) => sum + size(part), 0);
  const atoms = new AtomTable(
    total((part) => part.textFrom.length),
    total((part) => part.text.length),
  );
  const facts = new TreeFacts(
    total((part) => part.owners.length),
    total((part) => part.fields.length),
  );
  const places = new Map<number, { readonly mover: Mover; readonly row: number }>();
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
  /** How many references of other parts stand before those of this one. */
  private readonly refsBefore: number;

  constructor(
    private readonly part: ScanPart,
    atoms: AtomTable,
    private readonly facts: TreeFacts,
  ) {
    const { text, textFrom } = part;
    const map = new Int32Array(textFrom.length);
    renameAll(part, (atom) => {
      if (map[atom] === 0) {
        map[atom] = atoms.internBytes(text, textFrom[atom] ?? 0, textFrom[atom + 1] ?? 0);
      }
      return map[atom] ?? 0;
    });
    const last = facts.blocks.at(-1);
    this.refsBefore = last === undefined ? 0 : last.from + last.items.length / REF_STRIDE;
    facts.blocks.push({ from: this.refsBefore, items: part.refs });
  }

  move(row: number): void {
    const { part, facts } = this;
    const first = part.fileRows[row * FILE_STRIDE] ?? 0;
    const count = part.fileRows[row * FILE_STRIDE + 1] ?? 0;
    for (let owner = first; owner < first + count; owner++) this.moveOwner(owner * OWNER_STRIDE);
    const fieldFrom = (part.fileRows[row * FILE_STRIDE + 2] ?? 0) * FIELD_STRIDE;
    const fields = (part.fileRows[row * FILE_STRIDE + 3] ?? 0) * FIELD_STRIDE;
    facts.fields.appendItems(part.fields.subarray(fieldFrom, fieldFrom + fields));
  }

  private moveOwner(base: number): void {
    const { part, facts } = this;
    const target = facts.owners.length;
    facts.owners.appendItems(part.owners.subarray(base, base + OWNER_STRIDE));
    const moved = facts.owners.items;
    moved[target + OWNER_REFS] = (moved[target + OWNER_REFS] ?? 0) + this.refsBefore;
    const from = moved[target + OWNER_WORDS] ?? 0;
    const words = moved[target + OWNER_WORD_COUNT] ?? 0;
    moved[target + OWNER_WORDS] = facts.words.length;
    facts.words.appendItems(part.words.subarray(from, from + words));
  }
}
