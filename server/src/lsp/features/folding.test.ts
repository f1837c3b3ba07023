import { expect, test } from 'vitest';
import { LineDocument } from '../documents/line-document.ts';
import { idlePatch } from '../testing/marked-document.ts';
import { folding } from './folding.ts';

function check(text: string): string {
  const document = LineDocument.of({ uri: 'file:///a.eml', languageId: 'eml', version: 1, text });
  return folding(document)
    .map(({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1} ${kind}`)
    .join(', ');
}

test('files and hunks', () => {
  expect(check(idlePatch)).toMatchInlineSnapshot(`"1-10 region, 3-10 region"`);
});

test('quotes of some length, not those that are hunks', () => {
  const quoted = idlePatch.replace(/^(?=.)/gm, '> ');
  const text = `Hello,\n> one\n> two\n> three\n\n> only one\n\n${quoted}\nBye\n`;
  expect(check(text)).toMatchInlineSnapshot(`"8-17 region, 10-17 region, 2-4 comment"`);
});

test('nothing to fold', () => {
  expect(check('')).toBe('');
});
