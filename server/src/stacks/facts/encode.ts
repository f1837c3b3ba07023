import type { FunctionFact } from '../fact.ts';
import type { PathStep } from '../model.ts';
import { NumberWriter } from './bytes.ts';
import {
  type ColumnName,
  columnNames,
  type FactsHeader,
  factsMagic,
  type RowHead,
} from './format.ts';
import { StepPool } from './steps.ts';
import { TextTable } from './text-table.ts';

/** What is said of the file itself; see `FactsHeader`. */
export interface FactsSource {
  readonly release: string;
  readonly source: string;
  readonly rebuild: string;
}

interface Entity {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Writes the facts of a kernel's functions in the format of `format.ts`, uncompressed. */
export function encodeFacts(source: FactsSource, facts: readonly FunctionFact[]): Uint8Array {
  return new Encoder(facts).encode(source);
}

class Encoder {
  readonly #facts: readonly FunctionFact[];
  readonly #entities: Entity[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #byName = new Map<string, number[]>();
  readonly #files = new TextTable();
  readonly #patches = new TextTable();
  readonly #entries = new TextTable();
  readonly #shapes = new TextTable();
  readonly #heads = new TextTable();
  readonly #rows = new NumberWriter();
  readonly #above: StepPool;
  readonly #below: StepPool;
  #lastAbove = -1;
  #lastBelow = -1;

  constructor(facts: readonly FunctionFact[]) {
    this.#facts = [...facts].sort((a, b) =>
      a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
    );
    const entityOf = (step: PathStep): number => this.#named(step.function, step.file);
    const lineOf = (entity: number): number => this.#entities[entity]?.line ?? 0;
    this.#above = new StepPool(entityOf, lineOf);
    this.#below = new StepPool(entityOf, lineOf);
  }

  encode(source: FactsSource): Uint8Array {
    for (const { name, file, line } of this.#facts) this.#add({ name, file, line });
    for (const [row, fact] of this.#facts.entries()) this.#row(row, fact);
    const places = this.#places();
    const columns: Record<ColumnName, Uint8Array> = {
      files: this.#files.bytes(),
      names: textColumn(this.#entities.map((entity) => entity.name)),
      places,
      patches: this.#patches.bytes(),
      entries: this.#entries.bytes(),
      shapes: this.#shapes.bytes(),
      heads: this.#heads.bytes(),
      rows: this.#rows.bytes(),
      above: this.#above.bytes(),
      below: this.#below.bytes(),
    };
    const lengths = columnNames.map((name) => [name, columns[name].length] as const);
    const header: FactsHeader = {
      ...source,
      rows: this.#facts.length,
      entities: this.#entities.length,
      columns: Object.fromEntries(lengths) as FactsHeader['columns'],
    };
    const head = new TextEncoder().encode(`${factsMagic}${JSON.stringify(header)}\n`);
    return joined([head, ...columnNames.map((name) => columns[name])]);
  }

  #add(entity: Entity): number {
    const key = `${entity.file} ${entity.name}`;
    const known = this.#numbers.get(key);
    const number = this.#entities.length;
    this.#entities.push(entity);
    if (known === undefined) this.#numbers.set(key, number);
    const same = this.#byName.get(entity.name);
    if (same === undefined) this.#byName.set(entity.name, [number]);
    else same.push(number);
    return number;
  }

  /** The entity of a name in a file; one that has no facts is added, at line 0. */
  #named(name: string, file: string): number {
    return this.#numbers.get(`${file} ${name}`) ?? this.#add({ name, file, line: 0 });
  }

  #row(row: number, fact: FunctionFact): void {
    const alone = fact.effectiveSet.length === 1 && fact.effectiveSet[0] === fact.name;
    const set = alone ? [] : fact.effectiveSet;
    const steps: number[] = [];
    const residencies = fact.residency.map(({ path, ...shape }) => {
      const at = Math.max(
        path.findIndex((step) => step.function === fact.name),
        0,
      );
      const above = this.#above.add([...path.slice(0, at)].reverse());
      const below = this.#below.add(path.slice(at));
      if (above !== -1) steps.push(above - this.#lastAbove);
      if (below !== -1) steps.push(below - this.#lastBelow);
      this.#lastAbove = Math.max(this.#lastAbove, above);
      this.#lastBelow = Math.max(this.#lastBelow, below);
      return [this.#shapes.number(JSON.stringify(shape)), above !== -1, below !== -1] as const;
    });
    const head: RowHead = {
      patch: this.#patches.number(JSON.stringify(fact.patch)),
      entry: this.#entries.number(JSON.stringify(fact.entry)),
      set: set.length,
      residencies,
    };
    this.#rows.write(this.#heads.number(JSON.stringify(head)));
    for (const name of set) this.#rows.writeSigned(this.#nearest(row, name, fact.file) - row);
    for (const step of steps) this.#rows.writeSigned(step);
  }

  /** The entity of that name nearest to a row: functions are inlined within their file. */
  #nearest(row: number, name: string, file: string): number {
    let best = this.#numbers.get(`${file} ${name}`);
    for (const number of this.#byName.get(name) ?? []) {
      if (best === undefined || Math.abs(number - row) < Math.abs(best - row)) best = number;
    }
    return best ?? this.#named(name, file);
  }

  #places(): Uint8Array {
    const writer = new NumberWriter();
    let file = 0;
    let line = 0;
    for (const entity of this.#entities) {
      const number = this.#files.number(entity.file);
      if (number !== file) line = 0;
      writer.writeSigned(number - file);
      writer.writeSigned(entity.line - line);
      file = number;
      line = entity.line;
    }
    return writer.bytes();
  }
}

function textColumn(items: readonly string[]): Uint8Array {
  return new TextEncoder().encode(items.map((item) => `${item}\n`).join(''));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
