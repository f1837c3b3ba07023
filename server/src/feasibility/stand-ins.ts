import type { FunctionReport } from './model.ts';

/** A helper of a header can be in a thousand functions: so many are named. */
const named = 6;

/** The functions that hold a function's code, for the reader: "a(), b() and 12 more". */
export function standIns({ inStead }: Pick<FunctionReport, 'inStead'>): string {
  const names = inStead.slice(0, named).map((one) => `${one.name}()`);
  const more = inStead.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
