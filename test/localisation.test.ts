import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const texts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(root, 'package.nls.json'), 'utf8'),
);

/** Properties of the manifest that a person gets to read. */
const shown = new Set([
  'displayName',
  'title',
  'category',
  'description',
  'markdownDescription',
  'deprecationMessage',
  'markdownDeprecationMessage',
]);

/** Every text below `value` that is shown, with the way to it; those of enum values too. */
function* shownTexts(value: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const at = `${path}/${key}`;
    const isShown = shown.has(key) || /numDescriptions\/\d+$/i.test(at);
    if (typeof item === 'string' && isShown) yield [at, item];
    yield* shownTexts(item, at);
  }
}

/** The first argument of every `l10n.t(…)` of a file. */
function* spokenTexts(path: string): Generator<string> {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const waiting: ts.Node[] = [source];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'l10n.t') continue;
    const [text] = node.arguments;
    if (text === undefined || !ts.isStringLiteralLike(text))
      throw new Error(`${path}: l10n.t takes a text that is written out: ${node.getText()}`);
    yield text.text;
  }
}

describe('localisation', () => {
  test('whatever the manifest shows is a key of package.nls.json', () => {
    const raw = [...shownTexts(manifest)].filter(([, text]) => !/^%[\w.]+%$/.test(text));
    expect(raw).toEqual([]);
  });

  test('every key is used, and every key used is there', () => {
    const used = JSON.stringify(manifest).match(/%[\w.]+%/g) ?? [];
    const names = new Set(used.map((key) => key.slice(1, -1)));
    expect([...names].sort()).toEqual(Object.keys(texts).sort());
  });

  test('l10n/bundle.l10n.json holds what the client says', async () => {
    const files = readdirSync(join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => join('client/src', file));
    const said = [...new Set(files.flatMap((file) => [...spokenTexts(file)]))].sort();
    const bundle = `${JSON.stringify(Object.fromEntries(said.map((text) => [text, text])), null, 2)}\n`;
    await expect(bundle).toMatchFileSnapshot(join(root, 'l10n/bundle.l10n.json'));
  });
});
