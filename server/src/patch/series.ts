import type { PatchMessage } from './model.ts';

/**
 * The messages in the order in which their patches apply: those of one series (same version and
 * total) by their number, whatever order they were saved in; series and single patches among each
 * other as they stand in the document. Replies that only quote a patch whose own mail is there
 * too are left out.
 */
export function inSeriesOrder(messages: readonly PatchMessage[]): readonly PatchMessage[] {
  const own = new Set(
    messages.filter((message) => message.format !== 'reply').map(seriesKeyAndNumber),
  );
  const kept = messages.filter(
    (message) =>
      message.format !== 'reply' ||
      message.series === undefined ||
      !own.has(seriesKeyAndNumber(message)),
  );
  const firsts = new Map<string, number>();
  for (const [index, message] of kept.entries()) {
    const key = seriesKey(message) ?? `alone ${index}`;
    firsts.set(key, firsts.get(key) ?? index);
  }
  const rank = (message: PatchMessage, index: number): number =>
    firsts.get(seriesKey(message) ?? `alone ${index}`) ?? index;
  return kept
    .map((message, index) => ({ message, index, rank: rank(message, index) }))
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        (one.message.series?.number ?? 0) - (other.message.series?.number ?? 0) ||
        one.index - other.index,
    )
    .map(({ message }) => message);
}

function seriesKey({ series }: PatchMessage): string | undefined {
  return series === undefined || series.total <= 1
    ? undefined
    : `v${series.version} of ${series.total}`;
}

function seriesKeyAndNumber(message: PatchMessage): string {
  return `${seriesKey(message) ?? message.headers?.subject ?? ''} ${message.series?.number ?? 0}`;
}
