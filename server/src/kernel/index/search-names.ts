/** How well a name answers a query; the lower, the better. */
const ranks = { exact: 0, start: 1, inside: 2, scattered: 3 } as const;

interface Hit {
  readonly name: number;
  readonly rank: number;
  readonly length: number;
}

const encoder = new TextEncoder();

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** The rank of the name in `bytes[from, to)`, or `undefined` where not all letters of `query` come in order. */
function rankOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  query: Uint8Array,
): number | undefined {
  const { length } = query;
  for (let start = from; start + length <= to; start += 1) {
    let at = 0;
    while (at < length && lower(bytes[start + at] ?? 0) === query[at]) at += 1;
    if (at < length) continue;
    if (start > from) return ranks.inside;
    return to - from === length ? ranks.exact : ranks.start;
  }
  let matched = 0;
  for (let at = from; at < to && matched < length; at += 1) {
    if (lower(bytes[at] ?? 0) === query[matched]) matched += 1;
  }
  return matched === length ? ranks.scattered : undefined;
}

/** How many more hits than asked for are looked at before the rest of the names is given up. */
const mostHits = 200_000;

/**
 * Numbers of the names that hold the letters of `query` in their order, upper and lower case alike, and
 * are wanted: the name itself first, then those that begin with it, hold it, hold its letters; short ones
 * first. At most `limit`. Goes over the names' bytes without decoding them.
 */
export function searchNames(
  { text, textFrom }: { readonly text: Uint8Array; readonly textFrom: Int32Array },
  query: string,
  limit: number,
  isWanted: (name: number) => boolean,
): readonly number[] {
  const wanted = encoder.encode(query.toLowerCase());
  const hits: Hit[] = [];
  for (let name = 1; name < textFrom.length - 1 && hits.length < mostHits; name += 1) {
    const from = textFrom[name] ?? 0;
    const to = textFrom[name + 1] ?? 0;
    const rank = rankOf(text, from, to, wanted);
    if (rank !== undefined) hits.push({ name, rank, length: to - from });
  }
  hits.sort(
    (one, other) => one.rank - other.rank || one.length - other.length || one.name - other.name,
  );
  const found: number[] = [];
  for (const { name } of hits) {
    if (found.length >= limit) break;
    if (isWanted(name)) found.push(name);
  }
  return found;
}

/** The places of the texts that answer a query; see `searchNames()`. */
export function searchTexts(
  texts: readonly string[],
  query: string,
  limit: number,
  isWanted: (place: number) => boolean,
): readonly number[] {
  const encoded = texts.map((text) => encoder.encode(text));
  const textFrom = new Int32Array(texts.length + 2);
  encoded.forEach((bytes, at) => {
    textFrom[at + 2] = (textFrom[at + 1] ?? 0) + bytes.length;
  });
  const text = new Uint8Array(textFrom[texts.length + 1] ?? 0);
  encoded.forEach((bytes, at) => {
    text.set(bytes, textFrom[at + 1] ?? 0);
  });
  return searchNames({ text, textFrom }, query, limit, (name) => isWanted(name - 1)).map(
    (name) => name - 1,
  );
}
