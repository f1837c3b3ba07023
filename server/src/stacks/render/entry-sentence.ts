import type { FunctionFact } from '../fact.ts';
import type { Entry } from '../model.ts';

/** When a function is entered, with the sentence that a reader can check it by. */
export function entryOf({ name, entry }: FunctionFact): Entry {
  const { when, place } = entry;
  const at = place === '' ? '' : ` (${place})`;
  switch (when) {
    case 'call':
      return { when, evidence: '' };
    case 'boot':
      return { when, evidence: `Nothing but start-up code leads to ${name}()${at}.` };
    case 'cpu-start':
      return { when, evidence: `${name}() is entered when a CPU starts and never left.` };
    case 'thread-start':
      return { when, evidence: `${name}() is entered when a thread starts${at}.` };
  }
}
