import type { SeriesPlace } from './model.ts';

/**
 * Reads a subject's series place: `[PATCH RESEND v3 13/15]`, `[RFC PATCH 02/10]`,
 * `[PATCH AUTOSEL 6.1 7/9]`. A patch without `x/M` is 1 of 1; `undefined` when the subject's
 * brackets do not speak of a patch.
 */
export function readSeriesPlace(subject: string): SeriesPlace | undefined {
  for (const [, words = ''] of subject.matchAll(/\[([^\]]*)\]/g)) {
    if (!/\bPATCH\b|\bRFC\b/i.test(words) && !/\d+\/\d+/.test(words)) {
      continue;
    }
    const place = /\b(\d{1,4})\/(\d{1,4})\b/.exec(words);
    const version = /\bv(\d{1,3})\b/i.exec(words);
    return {
      version: Number(version?.[1] ?? 1),
      number: Number(place?.[1] ?? 1),
      total: Number(place?.[2] ?? 1),
    };
  }
  return undefined;
}
