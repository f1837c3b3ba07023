/** `count` different items of a list, drawn with a fixed seed (a linear congruence, as in `rand(3)`). */
export function drawn(items: readonly string[], count: number, seed: number): readonly string[] {
  const chosen = new Set<string>();
  for (let state = seed; chosen.size < Math.min(count, items.length); ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const item = items[Math.floor((state / 0x8000_0000) * items.length)];
    if (item !== undefined) chosen.add(item);
  }
  return [...chosen];
}
