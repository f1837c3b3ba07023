type Attributes = Readonly<Record<string, string | number | undefined>>;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML content and attributes; characters that XML 1.0 forbids are left out. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to leave out
  const legal = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return legal.replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

function attributeText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value);
}

/** An SVG element with children that are SVG already. Attributes that are `undefined` are left out. */
export function el(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${attributeText(value)}"`]))
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A text element; the text is escaped here. */
export function words(text: string, attributes: Attributes): string {
  return el('text', attributes, escapeXml(text));
}

/** The native tooltip of the element that it is put into. */
export function tooltip(text: string): string {
  return el('title', {}, escapeXml(text));
}

/** How wide a letter is on the average, as a part of the font size; measured on common sans and mono fonts. */
const LETTER = { sans: 0.58, mono: 0.61 } as const;

/** Letters of a sans font that are far from the average, and their width there. */
const unusual: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl.,:;'|!()[\] ·]/g, 0.34],
  [/[ftr]/g, 0.4],
  [/[mwMW—]/g, 0.92],
];

/** About how wide a text is, in the unit of `size`: without a DOM nothing can be measured. */
export function widthOf(text: string, size: number, font: keyof typeof LETTER = 'sans'): number {
  const average = text.length * LETTER[font];
  if (font === 'mono') return average * size;
  const corrections = unusual.map(
    ([letters, width]) => (text.match(letters)?.length ?? 0) * (width - LETTER.sans),
  );
  return corrections.reduce((sum, one) => sum + one, average) * size;
}

/** The text, or as much of it as fits with an ellipsis; empty when not even a few letters fit. */
export function fitted(
  text: string,
  room: number,
  size: number,
  font: keyof typeof LETTER = 'sans',
): string {
  if (widthOf(text, size, font) <= room) return text;
  const letters = Math.floor(room / (size * LETTER[font])) - 1;
  return letters < 3 ? '' : `${text.slice(0, letters).trimEnd()}…`;
}
