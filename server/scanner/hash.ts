/** An odd number that spreads bits well: 2⁶⁴ divided by the golden ratio. */
const MIX: u64 = 0x9e3779b97f4a7c15;
/** Sixteen bytes of ones, then sixteen of zeros. */
const masks: usize = memory.data<u64>([0xffffffffffffffff, 0xffffffffffffffff, 0, 0]);

export class Hash {
  /**
   * The hash of the `length` bytes from `from` on; up to sixteen bytes after them are read too. Names are
   * told apart by it: of a tree's two million, two are taken for one once in millions of trees.
   */
  @inline
  static of(from: usize, length: i32): u64 {
    let hash: u64 = (length as u64) * MIX;
    let at = from;
    let left = length;
    while (left > 16) {
      hash = (hash ^ load<u64>(at)) * MIX;
      hash ^= hash >>> 32;
      hash = (hash ^ load<u64>(at, 8)) * MIX;
      hash ^= hash >>> 32;
      at += 16;
      left -= 16;
    }
    const rest = v128.and(v128.load(at), v128.load(masks + ((16 - left) as usize)));
    hash = (hash ^ v128.extract_lane<u64>(rest, 0)) * MIX;
    hash ^= hash >>> 32;
    hash = (hash ^ v128.extract_lane<u64>(rest, 1)) * MIX;
    return hash ^ (hash >>> 32);
  }
}
