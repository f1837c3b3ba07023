/** Answers held; a power of two. */
const size = 1 << 16;

/** Which definitions names were found to mean, for the names and files last asked for. */
export class Picks {
  private readonly names = new Int32Array(size);
  private readonly places = new Int32Array(size);
  private readonly answers: (readonly number[] | undefined)[] = [];

  /** What is known of a name (above 0) at a place; `undefined` where nothing is. */
  get(name: number, place: number): readonly number[] | undefined {
    const slot = slotOf(name, place);
    if (this.names[slot] !== name || this.places[slot] !== place) return undefined;
    return this.answers[slot];
  }

  set(name: number, place: number, answer: readonly number[]): void {
    const slot = slotOf(name, place);
    this.names[slot] = name;
    this.places[slot] = place;
    this.answers[slot] = answer;
  }
}

function slotOf(name: number, place: number): number {
  const hash = Math.imul(name, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (size - 1);
}
