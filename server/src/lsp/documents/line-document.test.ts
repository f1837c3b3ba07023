import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineDocument } from './line-document.ts';

const uri = 'file:///a';
const texts = fc.string({
  unit: fc.constantFrom('a', '+', ' ', '\n', '\r\n', '\r', 'ä', '😀', '@@ -1 +1 @@\n'),
  maxLength: 40,
});
const position = fc.record({ line: fc.nat(8), character: fc.nat(12) });
const edits = fc.array(
  fc.record({
    places: fc.tuple(position, position),
    isWhole: fc.boolean(),
    text: texts,
  }),
  { maxLength: 4 },
);

test('edits come to the same text as the protocol’s own document, whatever ends the lines', () => {
  fc.assert(
    fc.property(texts, edits, (text, changes) => {
      const theirs = TextDocument.create(uri, 'diff', 1, text);
      let ours = LineDocument.of({ uri, languageId: 'diff', version: 1, text });
      for (const { places, isWhole, text: inserted } of changes) {
        // Their line table is wrong after an edit behind the last line, which no client makes.
        const inside = places.map(({ line, character }) => ({
          line: Math.min(line, theirs.lineCount - 1),
          character,
        }));
        const [start, end] = inside.sort(
          (one, other) => one.line - other.line || one.character - other.character,
        );
        if (start === undefined || end === undefined) return;
        const range = isWhole ? undefined : { start, end };
        TextDocument.update(
          theirs,
          [range === undefined ? { text: inserted } : { range, text: inserted }],
          2,
        );
        ours = ours.edit(2, [{ range, text: inserted }]);
      }
      expect(ours.text).toBe(theirs.getText());
    }),
  );
});

test('a patch is read again only where it was edited, and comes to the same', () => {
  const text = '--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@ int f(void)\n-a\n+b\n';
  const read = LineDocument.of({ uri, languageId: 'diff', version: 1, text });
  expect(read.patch.messages[0]?.files).toHaveLength(1);
  const start = { line: 4, character: 1 };
  const edited = read.edit(2, [{ range: { start, end: start }, text: 'x' }]);
  const lines = edited.patch.messages[0]?.files[0]?.hunks[0]?.lines.map((line) => line.text);
  expect(lines).toEqual(['a', 'xb']);
});
