import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wasmFiles } from '../../server/src/main/node/assets.ts';
import { loadCParser } from '../../server/src/main/node/load-c-parser.ts';
import { parseFunctions } from '../../server/src/source/functions.ts';
import { oracleGraph, oracleTree, sampled, say } from './tree.ts';

const places = ['kernel/', 'mm/', 'fs/'];
const tree = oracleTree();

/** Both as sets of `name line-end`; only files that the grammar reads without an error node. */
it.skipIf(tree === undefined)('agrees with tree-sitter on the functions', async () => {
  const graph = await oracleGraph(tree ?? '');
  const parser = await loadCParser(wasmFiles());
  const ours = new Map<string, Set<string>>();
  for (let id = 0; id < graph.size; id++) {
    const { name, file, line, endLine } = graph.get(id);
    if (!places.some((place) => file.startsWith(place)) || file.endsWith('.S')) continue;
    if (/^__(se_|x64_|se_compat_|ia32_compat_)sys_|^__ia32/.test(name)) continue;
    const set = ours.get(file) ?? new Set<string>();
    ours.set(file, set.add(`${name} ${line}-${endLine}`));
  }
  let whole = 0;
  let broken = 0;
  let functions = 0;
  const differences: string[] = [];
  for (const [file, set] of ours) {
    const text = readFileSync(join(tree ?? '', file), 'latin1');
    const parsed = parser.parse(text);
    const { hasError } = parsed.root;
    parsed.dispose();
    if (hasError) {
      broken++;
      continue;
    }
    whole++;
    const theirs = new Set(
      parseFunctions(parser, text).map(
        ({ name, nameRange, range }) => `${name} ${nameRange.start.line + 1}-${range.end.line + 1}`,
      ),
    );
    functions += theirs.size;
    for (const one of theirs)
      if (!set.has(one)) differences.push(`${file}: only tree-sitter: ${one}`);
    for (const one of set)
      if (!theirs.has(one)) differences.push(`${file}: only the scanner: ${one}`);
  }
  say(
    `${whole} files read whole (${broken} with error nodes left out), ${functions} functions, ${differences.length} differences`,
  );
  for (const line of sampled(differences, 25)) say(`  ${line}`);
  expect(functions).toBeGreaterThan(1000);
  expect(differences.length / functions).toBeLessThan(0.005);
});
