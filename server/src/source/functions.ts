import type { CParser } from '../ports/c-parser.ts';
import type { SourceFunction } from './model.ts';
import { parseTopLevel } from './top-level.ts';

/**
 * The functions that a C text defines, in the text's order. Never fails: a text that is broken or
 * no C gives the functions that can be made out. Ranges are zero-based, UTF-16.
 */
export function parseFunctions(parser: CParser, text: string): readonly SourceFunction[] {
  return parseTopLevel(parser, text).functions;
}
