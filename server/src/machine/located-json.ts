import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type * as z from 'zod';

/** Something wrong in a JSON file. Line and column are 1-based, columns count UTF-16 code units. */
export interface LocatedFault {
  readonly line: number;
  readonly column: number;
  /** `machine.tasks[0].policy`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** The way to a part of a file: names and indexes. */
export type Path = readonly (string | number)[];

function written(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join('');
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** A fault at the innermost part of `path` that the file has. */
function faultAt(text: string, root: Node, path: Path, message: string): LocatedFault {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return { ...placeAt(text, node.offset), path: written(path), message };
  }
  return { line: 1, column: 1, path: written(path), message };
}

const expectations: Readonly<Record<string, string>> = {
  ValueExpected: 'expected a value',
  PropertyNameExpected: 'expected a property name in double quotes',
  ColonExpected: 'expected ":"',
  CommaExpected: 'expected ","',
  CloseBraceExpected: 'expected "}"',
  CloseBracketExpected: 'expected "]"',
  EndOfFileExpected: 'expected nothing more after the object',
  InvalidSymbol: 'expected a value; names stand in double quotes',
  UnexpectedEndOfString: 'expected the closing double quote',
};

/** The first error alone: what follows it is most often its consequence. */
function syntaxFault(text: string, error: ParseError | undefined): LocatedFault {
  if (error === undefined || text.trim() === '')
    return { line: 1, column: 1, path: '', message: 'the file is empty: expected a JSON object' };
  const code = printParseErrorCode(error.error);
  const message = `this is not JSON: ${expectations[code] ?? code}`;
  return { ...placeAt(text, error.offset), path: '', message };
}

/**
 * Reads a JSON file (comments and commas at the end allowed) that a schema describes. `further` finds what
 * is wrong beyond the schema. Every fault names its place and what was expected.
 */
export function readLocated<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  further: (
    value: z.output<Schema>,
  ) => readonly { readonly path: Path; readonly message: string }[],
):
  | { readonly ok: true; readonly value: z.output<Schema> }
  | { readonly ok: false; readonly faults: readonly LocatedFault[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (root === undefined || first !== undefined)
    return { ok: false, faults: [syntaxFault(text, first)] };
  const parsed = schema.safeParse(getNodeValue(root));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const path = issue.path.filter((part) => typeof part !== 'symbol');
      return faultAt(text, root, path, issue.message);
    });
    return { ok: false, faults };
  }
  const faults = further(parsed.data);
  if (faults.length === 0) return { ok: true, value: parsed.data };
  return {
    ok: false,
    faults: faults.map(({ path, message }) => faultAt(text, root, path, message)),
  };
}
