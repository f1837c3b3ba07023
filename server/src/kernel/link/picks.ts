/** Answers held; a power of two. */
const size = 1 << 16;
const none = -1;

/**
 * Which definitions names were found to mean, for the names and files last asked for. A meaning is a
 * number: of the one definition, or of a list of several that is kept once.
 */
export class Picks {
  private readonly names = new Int32Array(size);
  private readonly places = new Int32Array(size);
  private readonly meanings = new Int32Array(size);
  private readonly lists: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();

  /** The meaning of a name (above 0) at a place; `undefined` where it is not known. */
  get(name: number, place: number): number | undefined {
    const slot = slotOf(name, place);
    return this.names[slot] === name && this.places[slot] === place
      ? this.meanings[slot]
      : undefined;
  }

  /** Takes in what a name means; gives it as a number. */
  set(name: number, place: number, definitions: readonly number[]): number {
    const meaning = definitions.length > 1 ? this.numberOf(definitions) : (definitions[0] ?? none);
    const slot = slotOf(name, place);
    this.names[slot] = name;
    this.places[slot] = place;
    this.meanings[slot] = meaning;
    return meaning;
  }

  count(meaning: number): number {
    if (meaning >= none) return meaning === none ? 0 : 1;
    return this.lists[none - 1 - meaning]?.length ?? 0;
  }

  /** One of the definitions that a meaning stands for. */
  at(meaning: number, index: number): number {
    return meaning >= 0 ? meaning : (this.lists[none - 1 - meaning]?.[index] ?? 0);
  }

  private numberOf(definitions: readonly number[]): number {
    const key = definitions.join(' ');
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.lists.length;
      this.lists.push([...definitions]);
      this.numbers.set(key, number);
    }
    return none - 1 - number;
  }
}

function slotOf(name: number, place: number): number {
  const hash = Math.imul(name, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (size - 1);
}
