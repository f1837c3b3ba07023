import { ARGUMENT, PARAMETER_PASS } from '../scan/facts.ts';
import { type Arrivals, parameterKey, parametersFollowed } from './flow.ts';
import { functionAt, nameOf, partsOf, placeOf } from './owner.ts';
import type { Scope } from './scope.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

/** The kinds of references that tell of arrivals. */
export const arrivalKinds: number = kindsOf(ARGUMENT, PARAMETER_PASS);

/** Told what is given for parameters (`parameterKey`). */
export interface ArrivalVisitor {
  given(key: number, id: number, file: number, line: number): void;
  passed(key: number, from: number): void;
}

/** Tells what the reference of `arrivalKinds` at which a walk through an owner stands gives to whom. */
export function readArrival(
  scope: Scope,
  walker: Walker,
  file: number,
  owner: number,
  visitor: ArrivalVisitor,
): void {
  const { kind, a, b, index, line } = walker;
  if (index >= parametersFollowed) return;
  if (!scope.hasFunction(b) || (kind === ARGUMENT && !scope.hasFunction(a))) return;
  if (walker.isGivenToField()) return;
  const callees = scope.resolve(b, file);
  if (callees.length === 0) return;
  if (kind === ARGUMENT) {
    const given = scope.resolve(a, file);
    for (const callee of callees) {
      const key = callee * parametersFollowed + index;
      for (const id of given) visitor.given(key, id, file, line);
    }
    return;
  }
  const caller = functionAt(scope, file, owner);
  const from = caller < 0 ? undefined : parameterKey(caller, a);
  if (from === undefined) return;
  for (const callee of callees) visitor.passed(callee * parametersFollowed + index, from);
}

/** What is given to one function, by parameter key. */
interface AtFunction {
  readonly given: Map<number, (readonly [id: number, file: number, line: number])[]>;
  readonly passed: Map<number, number[]>;
}

/** Looks at whoever calls a function when it is asked what arrives there. */
export class AskedArrivals implements Arrivals {
  private readonly known = new Map<number, AtFunction>();

  constructor(
    private readonly scope: Scope,
    private readonly users: Users,
    private readonly walker: Walker,
  ) {}

  eachGiven(key: number, visit: (id: number, file: number, line: number) => void): void {
    for (const given of this.at(key).given.get(key) ?? []) visit(...given);
  }

  eachPassed(key: number, visit: (from: number) => void): void {
    for (const from of this.at(key).passed.get(key) ?? []) visit(from);
  }

  private at(key: number): AtFunction {
    const id = Math.floor(key / parametersFollowed);
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const found: AtFunction = { given: new Map(), passed: new Map() };
    const visitor: ArrivalVisitor = {
      given: (at, ...given) => listAt(found.given, at).push(given),
      passed: (at, from) => listAt(found.passed, at).push(from),
    };
    const { scope, walker } = this;
    const name = nameOf(scope, id);
    const { owners, macros } = this.users.of(name, 'name');
    // What is put into a function's own variables counts as given to it.
    const place = placeOf(scope, id);
    const itself = partsOf(scope, place).map((owner) => ({ file: place.file, owner }));
    for (const { file, owner } of [...owners, ...itself]) {
      if (!scope.resolve(name, file).includes(id)) continue;
      walker.owner(
        file,
        owner,
        arrivalKinds,
        (leaf) => {
          if (leaf.b === name) readArrival(scope, walker, file, owner, visitor);
        },
        macros,
      );
    }
    this.known.set(id, found);
    return found;
  }
}

function listAt<T>(lists: Map<number, T[]>, key: number): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: T[] = [];
  lists.set(key, list);
  return list;
}
