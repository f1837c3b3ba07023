import type { Position } from '../ports/position.ts';
import type { SourceFunction } from './model.ts';
import { functionsByStyle } from './style-functions.ts';

/**
 * After an error the grammar can lose functions, or end one too early: those that stand there by
 * the kernel's layout are read one by one, by `parseDeclaration`, which is given a declaration with
 * an empty body.
 */
export function withLost(
  text: string,
  found: readonly SourceFunction[],
  parseDeclaration: (text: string) => readonly SourceFunction[],
): readonly SourceFunction[] {
  const lines = text.split('\n');
  const functions = [...found];
  const byNameLine = new Map(found.map((one, index) => [one.nameRange.start.line, index] as const));
  for (const { start, open, close } of functionsByStyle(lines)) {
    const index = indexWithin(byNameLine, start, open);
    const known = index === undefined ? undefined : functions[index];
    if (index !== undefined && known !== undefined) {
      const end = { line: close, character: 1 };
      functions[index] = { ...known, range: { start: known.range.start, end } };
      continue;
    }
    // The body is not looked at: only the declaration is wanted.
    const declaration = `${lines.slice(start, open).join('\n')}\n{\n}\n`;
    const [lost, ...more] = start < open ? parseDeclaration(declaration) : [];
    if (lost !== undefined && more.length === 0) {
      functions.push({
        ...lost,
        range: { start: down(lost.range.start, start), end: { line: close, character: 1 } },
        nameRange: {
          start: down(lost.nameRange.start, start),
          end: down(lost.nameRange.end, start),
        },
      });
    }
  }
  return functions.sort((one, other) => one.range.start.line - other.range.start.line);
}

function indexWithin(
  byLine: ReadonlyMap<number, number>,
  start: number,
  end: number,
): number | undefined {
  for (let line = start; line <= end; line += 1) {
    const index = byLine.get(line);
    if (index !== undefined) {
      return index;
    }
  }
  return undefined;
}

function down({ line, character }: Position, lines: number): Position {
  return { line: line + lines, character };
}
