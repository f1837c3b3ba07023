import type { EdgeKind } from '../model.ts';
import { FIRST_HOLDER } from '../scan/facts.ts';
import { IN_ASSEMBLY, THROUGH_SLOT, TO_FUNCTION } from './call-rows.ts';
import { slotKey } from './pointers.ts';

/** How a call goes: the kind of its edge, and what it goes through. */
export interface Way {
  readonly kind: EdgeKind;
  readonly via: string | undefined;
}

const direct: Way = { kind: 'direct', via: undefined };
const inAssembly: Way = { kind: 'assembly', via: undefined };

/** Numbers the ways in which calls go, each once; `text` gives a name's. */
export class Ways {
  private readonly ways: Way[] = [direct, inAssembly];
  private readonly macros = new Map<number, number>();
  private readonly slots = new Map<number, number>();
  private readonly parameters = new Map<number, number>();

  constructor(private readonly text: (name: number) => string) {}

  /** The way of a call with these numbers of call-rows.ts. */
  number(kind: number, a: number, b: number): number {
    if (kind === IN_ASSEMBLY) return 1;
    if (kind === TO_FUNCTION) {
      if (b === 0) return 0;
      return this.known(this.macros, b, () => ({ kind: 'macro', via: this.text(b) }));
    }
    if (kind === THROUGH_SLOT) {
      return this.known(this.slots, slotKey({ struct: a, field: b }), () => ({
        kind: 'pointer',
        via: slotText(this.text, a, b),
      }));
    }
    return this.known(this.parameters, b, () => ({ kind: 'pointer', via: parameterText(b) }));
  }

  of(number: number): Way {
    return this.ways[number] ?? direct;
  }

  private known(numbers: Map<number, number>, key: number, make: () => Way): number {
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.ways.length;
      this.ways.push(make());
      numbers.set(key, number);
    }
    return number;
  }
}

/** `argument 2`, one-based; `variable` for a variable of the function that calls it. */
export function parameterText(parameter: number): string {
  return parameter >= FIRST_HOLDER ? 'variable' : `argument ${parameter + 1}`;
}

/**
 * `struct.field`, or `?.field` where the struct is not known; `variable`, with its file where it is of that alone;
 * `static_call(name)`: what the scanner gives in the place of a struct is told in server/scanner/variables.ts.
 */
export function slotText(text: (name: number) => string, struct: number, field: number): string {
  const name = text(field);
  if (struct <= 0) return `?.${name}`;
  const holder = text(struct);
  if (holder === '<variable>') return name;
  if (holder === '<static_call>') return `static_call(${name})`;
  return isPath(holder) ? `${name} of ${holder}` : `${holder}.${name}`;
}

/** No name of C has a dot or a slash. */
function isPath(holder: string): boolean {
  return /[./]/.test(holder);
}
