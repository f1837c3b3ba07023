/** How many of the last tokens are kept, less one; one less than a power of two. */
export const RING: i32 = 31;

/** The last tokens of a text: their kinds, and the atoms of names. */
export class LastTokens {
  private kinds: usize = heap.alloc(128);
  private names: usize = heap.alloc(128);
  private count: i32 = 0;

  clear(): void {
    this.count = 0;
    memory.fill(this.kinds, 0, 128);
  }

  add(kind: i32, name: i32): void {
    const place = ((++this.count & RING) as usize) << 2;
    store<i32>(this.kinds + place, kind);
    store<i32>(this.names + place, name);
  }

  /** The kind of the token `steps` back; 1 is the last. */
  kind(steps: i32): i32 {
    return load<i32>(this.kinds + ((((this.count - steps + 1) & RING) as usize) << 2));
  }

  name(steps: i32): i32 {
    return load<i32>(this.names + ((((this.count - steps + 1) & RING) as usize) << 2));
  }
}
