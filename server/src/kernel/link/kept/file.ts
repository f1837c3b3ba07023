import { checksum } from '../../index/checksum.ts';
import {
  aligned,
  byteSections,
  firstSection,
  type LinkSection,
  type LinkSections,
  type LinksHead,
  lengthsAt,
  linksVersion,
  magic,
  sectionNames,
} from './format.ts';

/** Where the checksum stands, and what it covers begins. */
const sumAt = 12;
const coveredFrom = 16;

/** The bytes of a file with these sections, in a buffer of their own. */
export function encodeLinks(sections: LinkSections): Uint8Array {
  const total = sectionNames.reduce(
    (sum, name) => sum + aligned(sections[name].byteLength),
    firstSection,
  );
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(magic.length, linksVersion, true);
  let at = firstSection;
  for (const [index, name] of sectionNames.entries()) {
    const { buffer, byteOffset, byteLength } = sections[name];
    view.setUint32(lengthsAt + index * 4, byteLength, true);
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  view.setUint32(sumAt, checksum(bytes.buffer, coveredFrom, total - coveredFrom), true);
  return bytes;
}

/**
 * Opens a file in place; `undefined` where it is damaged, of another version, or belongs to another
 * index than `index` says. `bytes` must begin its buffer.
 */
export function openLinks(bytes: Uint8Array, index: string): LinkSections | undefined {
  const { buffer } = bytes;
  if (bytes.length < firstSection || bytes.byteOffset !== 0) return undefined;
  const view = new DataView(buffer, 0, bytes.length);
  if (magic.some((byte, at) => bytes[at] !== byte)) return undefined;
  if (view.getUint32(magic.length, true) !== linksVersion) return undefined;
  if (view.getUint32(sumAt, true) !== checksum(buffer, coveredFrom, bytes.length - coveredFrom)) {
    return undefined;
  }
  const found: Partial<Record<LinkSection, Uint8Array | Int32Array>> = {};
  let at = firstSection;
  for (const [index, name] of sectionNames.entries()) {
    const length = view.getUint32(lengthsAt + index * 4, true);
    if (at + length > bytes.length) return undefined;
    found[name] = byteSections.has(name)
      ? new Uint8Array(buffer, at, length)
      : new Int32Array(buffer, at, length >>> 2);
    at += aligned(length);
  }
  const sections = found as LinkSections;
  return headOf(sections).index === index ? sections : undefined;
}

export function headOf({ head }: LinkSections): LinksHead {
  return JSON.parse(new TextDecoder().decode(head)) as LinksHead;
}
