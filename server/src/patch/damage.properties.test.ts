import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HunkLine } from './model.ts';
import { positionInLine } from './position-in-line.ts';
import { readPatch } from './read.ts';

/** Where mailers break lines. */
const mailWidth = 72;

const mark = fc.constantFrom(' ', ' ', '+', '-');

/** Words that begin as no hunk line does, so that the rest of a broken line can be told from one. */
const word = fc.stringMatching(/^[a-z(_"&*][a-z_(),;"]{0,11}$/);

/** Words among which are operators: broken before one, a line's rest looks like a line of its own. */
const anyWord = fc.oneof(word, fc.constantFrom('-', '+', '--', '+=', '@@', '---', '\\', 'diff'));

function hunkOf(words: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const text = fc
    .tuple(fc.constantFrom('', '\t', '\t\t'), fc.array(words, { minLength: 1, maxLength: 18 }))
    .map(([indent, all]) => indent + all.join(' '));
  return fc
    .array(
      fc.tuple(mark, text).map(([kind, line]) => kind + line),
      { minLength: 2, maxLength: 12 },
    )
    .map((lines) => [...lines, ' \tend();']);
}

function headed(lines: readonly string[], file = 'x'): readonly string[] {
  const count = (other: string): number => lines.filter((line) => !line.startsWith(other)).length;
  return [
    `--- a/kernel/${file}.c`,
    `+++ b/kernel/${file}.c`,
    `@@ -10,${count('+')} +10,${count('-')} @@ int f(void)`,
    ...lines,
  ];
}

/** Breaks a line as a mailer does: at the last space that lets the piece fit; some leave it there. */
function wrapped(line: string, kept: '' | ' '): readonly string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > mailWidth) {
    const space = rest.lastIndexOf(' ', mailWidth);
    if (rest.slice(0, space).trim().length < 2) {
      break;
    }
    pieces.push(rest.slice(0, space) + kept);
    rest = rest.slice(space + 1);
  }
  return [...pieces, rest];
}

function linesOf(text: string): readonly HunkLine[] {
  return readPatch(text).messages.flatMap((message) =>
    message.files.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines)),
  );
}

const damage = fc.record({
  quote: fc.constantFrom('', '> ', '> > ', '>> '),
  end: fc.constantFrom('\n', '\r\n'),
  kept: fc.constantFrom('' as const, ' ' as const),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

/** A patch of one hunk, quoted and then broken. */
function broken(hunk: readonly string[], { quote, end, kept }: Damage): string {
  return headed(hunk)
    .flatMap((line) => wrapped(quote + line, kept))
    .join(end);
}

/** Each character of each line stands in the document where the line says. */
function checkPositions(text: string, lines: readonly HunkLine[]): void {
  const document = text.split(/\r?\n/);
  let last = -1;
  for (const line of lines) {
    expect(line.range.start.line).toBeGreaterThan(last);
    last = line.range.end.line;
    expect(line.range.end.character).toBe(document[last]?.length);
    expect(line.textColumn).toBe(positionInLine(line, 0).character);
    for (const [index, character] of [...line.text].entries()) {
      const at = positionInLine(line, index);
      if (character !== ' ') {
        expect(document[at.line]?.[at.character]).toBe(character);
      }
    }
  }
}

test('lines that a mailer broke are whole again, each character where it stands', () => {
  fc.assert(
    fc.property(hunkOf(word), damage, (hunk, how) => {
      const text = broken(hunk, how);
      const lines = linesOf(text);
      expect(lines.map((line) => line.text)).toEqual(hunk.map((line) => line.slice(1)));
      checkPositions(text, lines);
    }),
    { numRuns: 300 },
  );
});

test('where the rest of a broken line looks like another, every line is where it says', () => {
  fc.assert(
    fc.property(hunkOf(anyWord), damage, (hunk, how) => {
      const text = broken(hunk, how);
      checkPositions(text, linesOf(text));
    }),
    { numRuns: 300 },
  );
});

test('cut hunks keep all changed lines that are left, where they stand', () => {
  const cut = fc.record({ from: fc.nat(12), lines: fc.nat(5) });
  fc.assert(
    fc.property(
      hunkOf(word),
      hunkOf(word),
      cut,
      fc.constantFrom('', '> ', '> > '),
      (first, second, { from, lines: cutLines }, quote) => {
        const left = first.filter((_, index) => index < from || index >= from + cutLines);
        const header = headed(first).slice(0, 3);
        const all = [...header, ...left, ...headed(second, 'y')].map((line) => quote + line);
        const text = all.join('\n');
        const lines = linesOf(text);
        checkPositions(text, lines);
        const changed = [...left, ...second].filter((line) => /^[-+]/.test(line));
        expect(
          lines
            .filter(({ kind }) => kind === 'added' || kind === 'removed')
            .map((line) => (line.kind === 'added' ? '+' : '-') + line.text),
        ).toEqual(changed);
      },
    ),
    { numRuns: 300 },
  );
});
