/**
 * A checksum of `length` bytes from `start`, both multiples of 4 save at the end of the data: four
 * interleaved FNV-1a sums over 32-bit words, so that it runs at the speed of memory. It guards against
 * damage, not against an adversary.
 */
export function checksum(buffer: ArrayBufferLike, start: number, length: number): number {
  const words = new Uint32Array(buffer, start, length >>> 2);
  const prime = 0x01000193;
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  let c = 0x85ebca6b;
  let d = 0xc2b2ae35;
  let at = 0;
  for (const end = words.length - 3; at < end; at += 4) {
    a = Math.imul(a ^ (words[at] ?? 0), prime);
    b = Math.imul(b ^ (words[at + 1] ?? 0), prime);
    c = Math.imul(c ^ (words[at + 2] ?? 0), prime);
    d = Math.imul(d ^ (words[at + 3] ?? 0), prime);
    a ^= a >>> 15;
    c ^= c >>> 13;
  }
  for (; at < words.length; at++) a = Math.imul(a ^ (words[at] ?? 0), prime);
  for (const byte of new Uint8Array(buffer, start + words.length * 4, length & 3)) {
    a = Math.imul(a ^ byte, prime);
  }
  a ^= Math.imul(b ^ (b >>> 11), prime) ^ (length | 0);
  c ^= Math.imul(d ^ (d >>> 7), prime);
  return (Math.imul(a ^ (a >>> 16), prime) ^ c) >>> 0;
}
