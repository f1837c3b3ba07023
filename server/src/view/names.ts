/** So many names are spelled out; further ones are counted. */
const SPELLED = 4;

/** "a", "a and b", "a, b, c, d and 3 more". */
export function sayNames(names: readonly string[]): string {
  if (names.length > SPELLED + 1)
    return `${names.slice(0, SPELLED).join(', ')} and ${names.length - SPELLED} more`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** "1 task", "3 tasks". */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Seconds with at most two decimals: "0 s", "1.75 s". */
export function saySeconds(seconds: number): string {
  return `${Math.round(seconds * 100) / 100} s`;
}
