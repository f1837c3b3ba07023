import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TextRange } from '../ports/position.ts';
import type { HunkLine } from './model.ts';
import { PatchReading, readPatch } from './read.ts';
import { describeDocument } from './testing/describe-document.ts';
import { TextStore } from './text-store.ts';

/** Lines that mean something to the reader, and some that mean nothing. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(' context', '+added();', '-removed();', '', '\tx;') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'diff --git a/k/x.c b/k/x.c',
      'index 1234567..89abcde 100644',
      '--- a/k/x.c',
      '+++ b/k/x.c',
      '@@ -1,2 +1,3 @@ int f(void)',
      '@@ -1 +1 @@',
      '@@@ -1,2 -1,2 +1,3 @@@',
      '--- a/y.c\n+++ b/y.c\n@@ -3,2 +3,2 @@\n a\n-b\n+c',
      '\\ No newline at end of file',
      '-- ',
      'GIT binary patch',
      'literal 12',
      'rename from "a\\tb"',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'From 0123456789abcdef Mon Sep 17 00:00:00 2001',
      'From: A <a@b.c>',
      'Subject: [PATCH v2 3/4] x',
      'Date: Thu, 1 Jan 1970 00:00:00 +0000',
      'Message-ID: <1@b.c>',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-Type: multipart/mixed; boundary="b"',
      '--b',
      '--b--',
      'K2E7Cg==',
      '+a=3D1;=',
      '> > +quoted();',
      '> > --- a/z.c\n> > +++ b/z.c\n> > @@ -1,2 +1,2 @@\n> >  a\n> > -b\n> comment\n> > +c',
      '> - item',
      '> [...]',
      'some prose (with text)',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
);

const end = fc.constantFrom('\n', '\n', '\n', '\r\n');

const document = fc
  .array(fc.tuple(line, end), { maxLength: 40 })
  .map((lines) => lines.map(([text, mark]) => text + mark).join(''));

function hunkLines(text: string): readonly HunkLine[] {
  return readPatch(text).messages.flatMap((message) =>
    message.files.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines)),
  );
}

test('any text is read, and every line is where it says', () => {
  fc.assert(
    fc.property(fc.oneof(document, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
      const lines = text.split('\n');
      describeDocument(readPatch(text));
      for (const { range, textColumn, text: content, quoteDepth } of hunkLines(text)) {
        expect(range.start.line).toBeLessThan(lines.length);
        const isPlain = range.start.line === range.end.line && range.start.character === 0;
        const whole = lines[range.start.line] ?? '';
        if (isPlain && quoteDepth === 0 && !/encoding/i.test(text)) {
          expect(whole.slice(textColumn).replace(/\r$/, '')).toBe(content.replace(/\r$/, ''));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an edit gives what reading the new text gives', () => {
  const edit = fc.record({
    from: fc.nat(40),
    column: fc.nat(12),
    lines: fc.nat(3),
    to: fc.nat(12),
    text: fc.oneof(fc.constantFrom('', 'x', '\n', '+y;\n'), document),
  });
  fc.assert(
    fc.property(document, fc.array(edit, { maxLength: 5 }), (text, edits) => {
      let reading = PatchReading.of(text);
      for (const { from, column, lines, to, text: inserted } of edits) {
        const last = reading.source.count - 1;
        const start = { line: Math.min(from, last), character: column };
        const until = { line: Math.min(start.line + lines, last), character: to };
        const isBackward = until.line === start.line && until.character < start.character;
        const range: TextRange = { start, end: isBackward ? start : until };
        reading = reading.edit(range, inserted);
        const whole = readPatch(reading.source.toString());
        expect(describeDocument(reading.document)).toBe(describeDocument(whole));
      }
    }),
    { numRuns: 400 },
  );
});

test('a store of lines is the text, after any edits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30 }), { maxLength: 200 }),
      fc.nat(),
      (parts, at) => {
        const text = parts.join('\n').repeat(30);
        const store = TextStore.of(text);
        expect(store.toString()).toBe(text);
        const lines = text.split('\n');
        expect(store.count).toBe(lines.length);
        const number = at % lines.length;
        expect(store.line(number)).toBe(lines[number]);
        const range = {
          start: { line: number, character: 0 },
          end: { line: number + 1, character: 0 },
        };
        const edited = store.edit(range, 'new\n');
        const expected = [...lines.slice(0, number), 'new', ...lines.slice(number + 1)];
        expect(edited.toString()).toBe(
          number + 1 < lines.length ? expected.join('\n') : `${expected.join('\n')}\n`,
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('quoting and other line ends shift no position of what is left', () => {
  const patch = [
    '--- a/kernel/x.c',
    '+++ b/kernel/x.c',
    '@@ -10,4 +10,5 @@ static int f(void)',
    ' \tone();',
    '-\ttwo();',
    '+\tthree();',
    '+\tfour();',
    ' ',
    ' \tfive();',
  ];
  const before = hunkLines(`${patch.join('\n')}\n`);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.nat(5), end, (depth, prose, mark) => {
      const head = ['Hello,', '', ...Array.from({ length: prose }, () => 'some words'), ''];
      const quoted = patch.map((text) => '> '.repeat(depth) + text);
      const after = hunkLines([...head, ...quoted, ''].join(mark));
      expect(
        after.map(({ text, kind, oldLine, newLine }) => [text, kind, oldLine, newLine]),
      ).toEqual(before.map(({ text, kind, oldLine, newLine }) => [text, kind, oldLine, newLine]));
      for (const [index, { range, textColumn }] of after.entries()) {
        expect(range.start.line).toBe((before[index]?.range.start.line ?? 0) + head.length);
        expect(textColumn).toBe((before[index]?.textColumn ?? 0) + 2 * depth);
      }
    }),
  );
});
