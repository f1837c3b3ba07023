import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listTree } from '../../server/src/main/node/list-tree.ts';
import { oracleGraph, oracleTree, sampled, say } from './tree.ts';

const places = ['kernel/', 'mm/', 'fs/'];
const asked = 1000;

/** What cscope says is called by each of some functions, by `file\tfunction`. */
function cscopeCalls(
  tree: string,
  names: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'cscope-'));
  try {
    const files = listTree(tree)
      .files.map((file) => file.path)
      .filter((path) => places.some((place) => path.startsWith(place)) && !path.endsWith('.S'));
    writeFileSync(join(folder, 'files'), files.join('\n'));
    const base = ['-q', '-k', '-f', join(folder, 'db')];
    spawnSync('cscope', ['-b', ...base, '-i', join(folder, 'files')], { cwd: tree });
    const { stdout } = spawnSync('cscope', ['-dl', ...base], {
      cwd: tree,
      encoding: 'latin1',
      input: `${names.map((name) => `2${name}`).join('\n')}\nq\n`,
      maxBuffer: 1 << 28,
    });
    return parsed(stdout, names);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers come in the order of the questions: `cscope: N lines`, then `file callee line text`. */
function parsed(text: string, names: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const calls = new Map<string, Set<string>>();
  let question = -1;
  for (const line of text.split('\n')) {
    if (/^(>> )*(cscope: \d+ lines|Unable to search database)/.test(line)) {
      question++;
      continue;
    }
    const [file, callee] = line.split(' ');
    if (file === undefined || callee === undefined || question < 0) continue;
    const key = `${file}\t${names[question] ?? ''}`;
    const known = calls.get(key) ?? new Set<string>();
    calls.set(key, known.add(callee));
  }
  return calls;
}

const tree = oracleTree();

/** Other programs and architectures, whose functions a kernel file cannot mean. */
const elsewhere = /^(tools|samples|scripts|usr|Documentation|arch\/(?!x86\/)|arch\/x86\/(boot|um))/;

/**
 * A callee counts where the kernel defines a function of that name; the rest are macros and types. A
 * call through a macro is found when the macro is named as what it goes through.
 */
it.skipIf(tree === undefined)('has the calls that cscope sees', async () => {
  const graph = await oracleGraph(tree ?? '');
  const candidates: number[] = [];
  for (let id = 0; id < graph.size; id++) {
    const { file, name } = graph.get(id);
    const only = graph.definitions(name).filter((one) => one.file === file).length === 1;
    if (only && file.endsWith('.c') && places.some((place) => file.startsWith(place)))
      candidates.push(id);
  }
  const chosen = sampled(candidates, asked);
  const calls = cscopeCalls(
    tree ?? '',
    chosen.map((id) => graph.get(id).name),
  );
  let theirs = 0;
  const missed: string[] = [];
  for (const id of chosen) {
    const { file, name, line } = graph.get(id);
    const edges = graph.callees(id);
    const ours = new Set(edges.map((edge) => graph.get(edge.callee).name));
    for (const edge of edges) if (edge.kind === 'macro') ours.add(edge.via ?? '');
    for (const callee of calls.get(`${file}\t${name}`) ?? []) {
      if (!graph.definitions(callee).some((one) => !elsewhere.test(one.file))) continue;
      theirs++;
      if (!ours.has(callee)) missed.push(`${file}:${line} ${name} -> ${callee}`);
    }
  }
  const recall = 1 - missed.length / Math.max(1, theirs);
  say(
    `cscope: ${theirs} calls of ${chosen.length} functions; recall ${(recall * 100).toFixed(2)} %`,
  );
  for (const line of sampled(missed, 25)) say(`  missed ${line}`);
  expect(theirs).toBeGreaterThan(asked);
  expect(recall).toBeGreaterThanOrEqual(0.99);
});
