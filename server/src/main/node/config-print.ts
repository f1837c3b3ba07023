import { createHash } from 'node:crypto';

/** A fingerprint of a configuration's text; empty without one. */
export function configPrint(text: string | undefined): string {
  return text === undefined ? '' : createHash('sha256').update(text).digest('hex').slice(0, 16);
}
