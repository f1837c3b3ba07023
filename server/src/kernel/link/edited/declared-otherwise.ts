import type { TreeFacts } from '../../index/tree-facts.ts';
import type { Declared } from '../structs.ts';
import type { Counterparts, EditedFile } from './counterparts.ts';
import type { TreeState } from './state.ts';

/** Fields, as named before, that are declared otherwise than they were. */
export interface OtherFields {
  /** Other structs have them as what may be a function. */
  readonly having: readonly number[];
  /** They are structs of other types; what may be a function within those, or within structs within them. */
  readonly types: readonly { readonly field: number; readonly through: ReadonlySet<number> }[];
}

/** Finds the fields of which edited files declare something else, so that the whole tree does. */
export function declaredOtherwise(
  before: TreeState,
  now: TreeState,
  counterparts: Counterparts,
): OtherFields {
  const was = declarationsIn(before.facts, counterparts, 'before');
  const is = declarationsIn(now.facts, counterparts, 'now');
  const having: number[] = [];
  const types: { field: number; types: ReadonlySet<number> }[] = [];
  const otherwise = new Set([...was.keys(), ...is.keys()]);
  for (const text of otherwise) {
    if (was.get(text)?.rows.sort().join() === is.get(text)?.rows.sort().join()) {
      otherwise.delete(text);
    }
  }
  const aliases = aliasesOf(otherwise, [before.facts, now.facts]);
  for (const text of new Set([...otherwise, ...aliases])) {
    const field = before.facts.find(text);
    // What no file said before is said by edited files alone.
    if (field === 0) continue;
    const then = before.scope.structs.declared(field);
    const today = now.scope.structs.declared(counterparts.nameNow(field));
    const same = (earlier: Iterable<number>, later: ReadonlySet<number>): boolean => {
      const named = [...earlier].map((name) => counterparts.nameNow(name));
      return named.length === later.size && named.every((name) => later.has(name));
    };
    if (!same(then.having, today.having)) having.push(field);
    if (!same(then.types, today.types) || !isSameTypes(then, today, counterparts)) {
      const inFiles = [...(was.get(text)?.types ?? []), ...(is.get(text)?.types ?? [])];
      const all = aliases.has(text)
        ? [...then.types, ...[...today.types].map((type) => counterparts.nameBefore(type))]
        : inFiles.map((type) => before.facts.find(type));
      types.push({ field, types: new Set(all) });
    }
  }
  return {
    having,
    types: types.map(({ field, types: structs }) => ({
      field,
      through: functionsWithin(before.facts, structs),
    })),
  };
}

/** The macros that stand for one of the fields, or for one of these macros, in one of the states of a tree. */
function aliasesOf(fields: ReadonlySet<string>, states: readonly TreeFacts[]): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  if (fields.size === 0) return new Set();
  for (const facts of states) {
    facts.eachDeclaration((name, _file, struct, type) => {
      if (struct !== 0) return;
      const target = facts.text(-type);
      targets.set(target, [...(targets.get(target) ?? []), facts.text(name)]);
    });
  }
  const found = new Set<string>();
  const follow = (field: string): void => {
    for (const alias of targets.get(field) ?? []) {
      if (found.has(alias)) continue;
      found.add(alias);
      follow(alias);
    }
  };
  for (const field of fields) follow(field);
  // What is said otherwise may be such a macro itself.
  for (const names of targets.values()) {
    for (const name of names) if (fields.has(name)) found.add(name);
  }
  return found;
}

interface Declarations {
  /** `struct type` of each declaration, as text. */
  readonly rows: string[];
  /** The struct types among them. */
  readonly types: string[];
}

function declarationsIn(
  facts: TreeFacts,
  { edited }: Counterparts,
  state: keyof EditedFile,
): ReadonlyMap<string, Declarations> {
  const files = new Set(edited.map((file) => file[state]));
  const found = new Map<string, Declarations>();
  facts.eachDeclaration((field, file, struct, type) => {
    if (!files.has(file)) return;
    const text = facts.text(field);
    const known = found.get(text) ?? { rows: [], types: [] };
    found.set(text, known);
    const sign = type < 0 ? '-' : '';
    known.rows.push(`${facts.text(struct)} ${sign}${facts.text(Math.abs(type))}`);
    if (type > 0) known.types.push(facts.text(type));
  });
  return found;
}

function isSameTypes(then: Declared, today: Declared, counterparts: Counterparts): boolean {
  if (then.typeIn.size !== today.typeIn.size) return false;
  return [...then.typeIn].every(
    ([struct, type]) =>
      today.typeIn.get(counterparts.nameNow(struct)) === counterparts.nameNow(type),
  );
}

/** The fields that may be functions in some structs and in the structs that are fields of those. */
function functionsWithin(facts: TreeFacts, structs: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(structs);
  facts.eachDeclaration((_field, _file, struct, type) => {
    if (type > 0 && structs.has(struct)) all.add(type);
  });
  const found = new Set<number>();
  facts.eachDeclaration((field, _file, struct, type) => {
    if (type <= 0 && all.has(struct)) found.add(field);
  });
  return found;
}
