import * as z from 'zod';
import type { EntryFact, FunctionFact, PatchFact, ResidencyFact } from '../fact.ts';
import type { Callee, PathStep } from '../model.ts';
import { NumberReader } from './bytes.ts';
import { FactsError } from './facts-error.ts';
import {
  type ColumnName,
  columnNames,
  type FactsHeader,
  factsHeader,
  factsMagic,
} from './format.ts';
import { readRows, type StoredRow, type StoredRows } from './rows.ts';
import { certainties, readSteps, STEP_STRIDE } from './steps.ts';
import { TextColumn, TextFinder } from './text-column.ts';

/** The facts of one kernel, read from a file's bytes after decompression. */
export class FactsFile {
  readonly header: FactsHeader;
  readonly #files: TextColumn;
  readonly #names: TextColumn;
  readonly #fileOf: Int32Array;
  readonly #lineOf: Int32Array;
  readonly #patches: JsonLines<PatchFact>;
  readonly #entries: JsonLines<EntryFact>;
  readonly #shapes: JsonLines<Omit<ResidencyFact, 'path'>>;
  readonly #rows: StoredRows;
  readonly #above: Int32Array;
  readonly #below: Int32Array;
  readonly #byName: TextFinder;
  readonly #callees = new Map<string, readonly Callee[]>();

  /** Throws `FactsError` on bytes that are something else, or cut short. */
  constructor(bytes: Uint8Array) {
    const { header, columns } = split(bytes);
    this.header = header;
    this.#files = new TextColumn(columns.files);
    this.#names = new TextColumn(columns.names);
    this.#byName = new TextFinder(this.#names);
    this.#patches = new JsonLines(columns.patches);
    this.#entries = new JsonLines(columns.entries);
    this.#shapes = new JsonLines(columns.shapes);
    this.#above = readSteps(columns.above);
    this.#below = readSteps(columns.below);
    this.#fileOf = new Int32Array(header.entities);
    this.#lineOf = new Int32Array(header.entities);
    this.#readPlaces(new NumberReader(columns.places));
    const heads = new TextDecoder().decode(columns.heads);
    this.#rows = readRows(new NumberReader(columns.rows), header.rows, heads);
  }

  /** All functions of a name, in the order of their files. */
  find(name: string): readonly FunctionFact[] {
    return this.#byName.find(name).flatMap((row) => this.#fact(row));
  }

  /** The functions whose paths have `name` right above them, in the order of the calls. */
  calledBy(name: string): readonly Callee[] {
    const known = this.#callees.get(name) ?? this.#findCalledBy(name);
    this.#callees.set(name, known);
    return known;
  }

  #findCalledBy(name: string): readonly Callee[] {
    const callers = this.#byName.find(name);
    const callees: Callee[] = [];
    for (let row = 0; row < this.header.rows; row += 1) {
      const line = this.#calledAt(row, callers);
      if (line !== undefined) {
        callees.push({ name: this.#names.at(row), file: this.#file(row), line });
      }
    }
    return callees.sort((one, other) => one.line - other.line);
  }

  /** The line where one of `callers` calls the function of a row, as a path of that has it. */
  #calledAt(row: number, callers: readonly number[]): number | undefined {
    for (let path = 0; ; path += 1) {
      const first = this.#rows.firstAbove(row, path);
      if (first === undefined) return undefined;
      const at = first * STEP_STRIDE;
      const caller = this.#above[at];
      if (caller === undefined || !callers.includes(caller)) continue;
      return (this.#lineOf[caller] ?? 0) + (this.#above[at + 1] ?? 0);
    }
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

  /** The facts of a row; none of an entity without, or where it is damaged. */
  #fact(number: number): readonly FunctionFact[] {
    if (number >= this.header.rows) return [];
    const row: StoredRow = this.#rows.at(number);
    const patch = this.#patches.at(row.patch);
    const entry = this.#entries.at(row.entry);
    if (patch === undefined || entry === undefined) return [];
    const name = this.#names.at(number);
    return [
      {
        name,
        file: this.#file(number),
        line: this.#lineOf[number] ?? 0,
        patch,
        entry,
        residency: row.residency.flatMap(([shape, above, below]) => {
          const fact = this.#shapes.at(shape);
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
            : row.effectiveSet.map((entity) => this.#names.at(entity)),
      },
    ];
  }

  #file(entity: number): string {
    return this.#files.at(this.#fileOf[entity] ?? 0);
  }

  #steps(pool: Int32Array, first: number): PathStep[] {
    const steps: PathStep[] = [];
    for (let step = first; step !== -1; ) {
      const at = step * STEP_STRIDE;
      const entity = pool[at] ?? -1;
      steps.push({
        function: this.#names.at(entity),
        file: this.#file(entity),
        line: (this.#lineOf[entity] ?? 0) + (pool[at + 1] ?? 0),
        certainty: certainties[pool[at + 2] ?? 0] ?? 'guess',
      });
      step = pool[at + 3] ?? -1;
    }
    return steps;
  }
}

/** Lines of JSON, each parsed when it is first asked for. */
class JsonLines<T> {
  readonly #lines: TextColumn;
  readonly #parsed: (T | undefined)[] = [];

  constructor(bytes: Uint8Array) {
    this.#lines = new TextColumn(bytes);
  }

  /** `undefined` past the last line. */
  at(number: number): T | undefined {
    const known = this.#parsed[number];
    if (known !== undefined || !(number >= 0 && number < this.#lines.length)) return known;
    const parsed = JSON.parse(this.#lines.at(number)) as T;
    this.#parsed[number] = parsed;
    return parsed;
  }
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
