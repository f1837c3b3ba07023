import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const folder = join(import.meta.dirname, '../../grammars');
const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');

/** VS Code brings these two; here they only have to be told apart from ours. */
const stand_ins: Readonly<Record<string, textmate.IRawGrammar>> = {
  'source.c': {
    scopeName: 'source.c',
    patterns: [{ match: '\\b(?:static|void|int|return)\\b', name: 'keyword.c' }],
    repository: { $self: {}, $base: {} },
  },
  'source.diff': {
    scopeName: 'source.diff',
    patterns: [{ match: '^(?:diff|index|---) .*$', name: 'meta.diff.header' }],
    repository: { $self: {}, $base: {} },
  },
};

const files: Readonly<Record<string, string>> = {
  'livepatch.hunks.injection': 'hunks.tmLanguage.json',
  'text.mail.patch': 'mail.tmLanguage.json',
};

async function load(scopeName: string): Promise<textmate.IRawGrammar | null> {
  const file = files[scopeName];
  if (file === undefined) return stand_ins[scopeName] ?? null;
  const path = join(folder, file);
  return textmate.parseRawGrammar(readFileSync(path, 'utf8'), path);
}

const registry = new textmate.Registry({
  onigLib: oniguruma.loadWASM(readFileSync(wasm)).then(() => ({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  })),
  loadGrammar: load,
  getInjections: (scope) => (scope === 'source.diff' ? ['livepatch.hunks.injection'] : undefined),
});

/** Each line's pieces with the last parts of their scopes. */
async function check(scopeName: string, text: string): Promise<string> {
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar ${scopeName}`);
  let state = textmate.INITIAL;
  return text
    .split('\n')
    .map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens
        .map(({ startIndex, endIndex, scopes }) => {
          const inner = scopes.slice(1).map((scope) => scope.split('.').slice(0, 2).join('.'));
          return `‹${line.slice(startIndex, endIndex)}›${inner.join('/')}`;
        })
        .join(' ');
    })
    .join('\n');
}

const diff = `--- a/kernel/sched/idle.c
+++ b/kernel/sched/idle.c
@@ -1,3 +1,3 @@ static void do_idle(void)
 	int cpu;
-	return 1; /* one */
+	return 2;
  * a comment from above
-- 
2.39.5`;

test('C in the hunks of a diff', async () => {
  expect(await check('source.diff', diff)).toMatchInlineSnapshot(`
    "‹--- a/kernel/sched/idle.c›meta.diff
    ‹+++›meta.diff/punctuation.definition ‹ b/kernel/sched/idle.c›meta.diff
    ‹@@ -1,3 +1,3 @@›meta.diff/punctuation.definition ‹ › ‹static›keyword.c ‹ › ‹void›keyword.c ‹ do_idle(› ‹void›keyword.c ‹)›
    ‹ › ‹	› ‹int›keyword.c ‹ cpu;›
    ‹-›markup.deleted/punctuation.definition ‹	›markup.deleted ‹return›markup.deleted/keyword.c ‹ 1; ›markup.deleted ‹/* one */›markup.deleted/comment.block
    ‹+›markup.inserted/punctuation.definition ‹	›markup.inserted ‹return›markup.inserted/keyword.c ‹ 2;›markup.inserted
    ‹ › ‹ * a comment from above›comment.block
    ‹-- ›
    ‹2.39.5›"
  `);
});

test('hunks of other languages are left alone', async () => {
  expect(await check('source.diff', diff.replaceAll('idle.c', 'idle.py'))).not.toContain('.c');
});

test('a mail: headers, quotes, quoted hunks', async () => {
  const mail = `Subject: Re: [PATCH] x

> A remark
> > +	return 2;
> > -	return 1;
> >  	 * if it is a comment
Signed-off-by: A`;
  expect(await check('text.mail.patch', mail)).toMatchInlineSnapshot(`
    "‹Subject›keyword.other ‹:›punctuation.separator ‹ Re: [PATCH] x›string.unquoted
    ‹›
    ‹> A remark›comment.quote
    ‹> > ›comment.quote ‹+›markup.inserted ‹	›markup.inserted ‹return›markup.inserted/keyword.c ‹ 2;›markup.inserted
    ‹> > ›comment.quote ‹-›markup.deleted ‹	›markup.deleted ‹return›markup.deleted/keyword.c ‹ 1;›markup.deleted
    ‹> > ›comment.quote ‹ 	 * if it is a comment›comment.block
    ‹Signed-off-by›keyword.other ‹:›punctuation.separator ‹ A›"
  `);
});
