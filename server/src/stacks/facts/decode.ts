import * as z from 'zod';
import type { EntryFact, FunctionFact, PatchFact, ResidencyFact } from '../fact.ts';
import type { Callee, PathStep } from '../model.ts';
import { NumberReader } from './bytes.ts';
import {
  type ColumnName,
  columnNames,
  type FactsHeader,
  factsHeader,
  factsMagic,
  type RowHead,
} from './format.ts';
import { certainties, readSteps, type StoredStep } from './steps.ts';

/** Why bytes are no facts that this version can read. */
export class FactsError extends Error {}

interface Row {
  readonly patch: number;
  readonly entry: number;
  readonly effectiveSet: readonly number[];
  readonly residency: readonly (readonly [shape: number, above: number, below: number])[];
}

/** The facts of one kernel, read from a file's bytes after decompression. */
export class FactsFile {
  readonly header: FactsHeader;
  readonly #files: readonly string[];
  readonly #names: readonly string[];
  readonly #fileOf: Int32Array;
  readonly #lineOf: Int32Array;
  readonly #patches: readonly PatchFact[];
  readonly #entries: readonly EntryFact[];
  readonly #shapes: readonly Omit<ResidencyFact, 'path'>[];
  readonly #rows: readonly Row[];
  readonly #above: readonly StoredStep[];
  readonly #below: readonly StoredStep[];
  readonly #byName = new Map<string, number[]>();
  readonly #callees = new Map<string, readonly Callee[]>();

  /** Throws `FactsError` on bytes that are something else, or cut short. */
  constructor(bytes: Uint8Array) {
    const { header, columns } = split(bytes);
    this.header = header;
    const text = (name: ColumnName): readonly string[] =>
      new TextDecoder().decode(columns[name]).split('\n').slice(0, -1);
    this.#files = text('files');
    this.#names = text('names');
    this.#patches = text('patches').map((line) => JSON.parse(line) as PatchFact);
    this.#entries = text('entries').map((line) => JSON.parse(line) as EntryFact);
    this.#shapes = text('shapes').map((line) => JSON.parse(line) as Omit<ResidencyFact, 'path'>);
    this.#above = readSteps(new NumberReader(columns.above));
    this.#below = readSteps(new NumberReader(columns.below));
    this.#fileOf = new Int32Array(header.entities);
    this.#lineOf = new Int32Array(header.entities);
    this.#readPlaces(new NumberReader(columns.places));
    const heads = text('heads').map((line) => JSON.parse(line) as RowHead);
    this.#rows = readRows(new NumberReader(columns.rows), header.rows, heads);
    for (let row = 0; row < header.rows; row += 1) {
      const name = this.#names[row] ?? '';
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [row]);
      else same.push(row);
    }
  }

  /** All functions of a name, in the order of their files. */
  find(name: string): readonly FunctionFact[] {
    return (this.#byName.get(name) ?? []).flatMap((row) => this.#fact(row) ?? []);
  }

  /** The functions whose paths have `name` right above them, in the order of their files. */
  calledBy(name: string): readonly Callee[] {
    const known = this.#callees.get(name) ?? this.#findCalledBy(name);
    this.#callees.set(name, known);
    return known;
  }

  #findCalledBy(name: string): readonly Callee[] {
    const callers = new Set<number>();
    for (let at = this.#names.indexOf(name); at !== -1; at = this.#names.indexOf(name, at + 1)) {
      callers.add(at);
    }
    const callees: Callee[] = [];
    for (const [row, { residency }] of this.#rows.entries()) {
      for (const [, first] of residency) {
        const step = this.#above[first];
        if (step === undefined || !callers.has(step.entity)) continue;
        const line = (this.#lineOf[step.entity] ?? 0) + step.line;
        callees.push({ name: this.#names[row] ?? '', file: this.#file(row), line });
        break;
      }
    }
    return callees;
  }

  #readPlaces(reader: NumberReader): void {
    let file = 0;
    let line = 0;
    for (let entity = 0; entity < this.header.entities; entity += 1) {
      const step = reader.readSigned();
      if (step !== 0) line = 0;
      file += step;
      line += reader.readSigned();
      this.#fileOf[entity] = file;
      this.#lineOf[entity] = line;
    }
  }

  #fact(number: number): FunctionFact | undefined {
    const row = this.#rows[number];
    const patch = row === undefined ? undefined : this.#patches[row.patch];
    const entry = row === undefined ? undefined : this.#entries[row.entry];
    if (row === undefined || patch === undefined || entry === undefined) return undefined;
    const name = this.#names[number] ?? '';
    return {
      name,
      file: this.#file(number),
      line: this.#lineOf[number] ?? 0,
      patch,
      entry,
      residency: row.residency.flatMap(([shape, above, below]) => {
        const fact = this.#shapes[shape];
        if (fact === undefined) return [];
        const path = [
          ...this.#steps(this.#above, above).reverse(),
          ...this.#steps(this.#below, below),
        ];
        return [{ ...fact, wait: fact.wait, path }];
      }),
      effectiveSet:
        row.effectiveSet.length === 0
          ? [name]
          : row.effectiveSet.map((entity) => this.#names[entity] ?? ''),
    };
  }

  #file(entity: number): string {
    return this.#files[this.#fileOf[entity] ?? 0] ?? '';
  }

  #steps(pool: readonly StoredStep[], first: number): PathStep[] {
    const steps: PathStep[] = [];
    for (let step = pool[first]; step !== undefined; step = pool[step.next]) {
      steps.push({
        function: this.#names[step.entity] ?? '',
        file: this.#file(step.entity),
        line: (this.#lineOf[step.entity] ?? 0) + step.line,
        certainty: certainties[step.certainty] ?? 'guess',
      });
    }
    return steps;
  }
}

function readRows(reader: NumberReader, count: number, heads: readonly RowHead[]): readonly Row[] {
  const rows: Row[] = [];
  let lastAbove = -1;
  let lastBelow = -1;
  for (let row = 0; row < count; row += 1) {
    const head = heads[reader.read()];
    if (head === undefined) throw new FactsError('A row of the bundled facts has no head.');
    const effectiveSet: number[] = [];
    for (let left = head.set; left > 0; left -= 1) effectiveSet.push(row + reader.readSigned());
    const residency = head.residencies.map(([shape, hasAbove, hasBelow]) => {
      const above = hasAbove ? lastAbove + reader.readSigned() : -1;
      const below = hasBelow ? lastBelow + reader.readSigned() : -1;
      lastAbove = Math.max(lastAbove, above);
      lastBelow = Math.max(lastBelow, below);
      return [shape, above, below] as const;
    });
    rows.push({ patch: head.patch, entry: head.entry, effectiveSet, residency });
  }
  return rows;
}

function split(bytes: Uint8Array): {
  readonly header: FactsHeader;
  readonly columns: Readonly<Record<ColumnName, Uint8Array>>;
} {
  const magic = new TextEncoder().encode(factsMagic);
  const headerEnd = bytes.indexOf(10, magic.length);
  if (!magic.every((byte, at) => bytes[at] === byte) || headerEnd === -1) {
    throw new FactsError(
      `These are no bundled facts: expected them to begin with "${factsMagic.trim()}". Build them anew with npm run facts.`,
    );
  }
  const header = readHeader(new TextDecoder().decode(bytes.subarray(magic.length, headerEnd)));
  let at = headerEnd + 1;
  const columns: Partial<Record<ColumnName, Uint8Array>> = {};
  for (const name of columnNames) {
    columns[name] = bytes.subarray(at, at + header.columns[name]);
    at += header.columns[name];
  }
  if (at > bytes.length) {
    throw new FactsError(
      `The bundled facts of Linux ${header.release} are cut short: expected ${at} bytes, got ${bytes.length}. Build them anew with npm run facts.`,
    );
  }
  return { header, columns: columns as Record<ColumnName, Uint8Array> };
}

function readHeader(line: string): FactsHeader {
  try {
    return factsHeader.parse(JSON.parse(line));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new FactsError(`The header of the bundled facts cannot be read: ${why}`);
  }
}
