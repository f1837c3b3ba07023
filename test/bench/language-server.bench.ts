import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StdioServer } from '../lsp/stdio-server.ts';

/** Benchmarks run at the top of the project. */
const root = process.cwd();
const rounds = 60;

/** The p-th part of some measurements, in milliseconds. */
function quantile(values: readonly number[], p: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0).toFixed(1);
}

function row(what: string, values: readonly number[]): string {
  return `${what.padEnd(34)} p50 ${quantile(values, 0.5).padStart(7)} ms   p95 ${quantile(values, 0.95).padStart(7)} ms`;
}

/** The example, with further hunks of leaf functions until it has about as many lines as asked for. */
function patchOf(lines: number): string {
  const example = readFileSync(join(root, 'examples/idle-loop.patch'), 'utf8');
  const body = example.slice(example.indexOf('diff --git'), example.indexOf('-- \n'));
  const file = (index: number): string =>
    `--- a/lib/example${index}.c\n+++ b/lib/example${index}.c\n@@ -1,6 +1,7 @@ static int example_${index}(void)\n` +
    ` {\n \tint a = ${index};\n \n+\ta++;\n \treturn a;\n }\n \n`;
  let text = body;
  for (let index = 0; text.split('\n').length < lines; index += 1) text += file(index);
  return text;
}

async function time<T>(work: () => Promise<T>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function measure(say: (line: string) => void, lines: number): Promise<void> {
  const text = patchOf(lines);
  const uri = `file:///bench/${lines}.patch`;
  const server = new StdioServer(join(root, 'server/dist/server.cjs'));
  const start = await time(() => server.initialize());
  const first = await time(() => server.open(uri, 'diff', text));
  say(`\na patch of ${text.split('\n').length} lines`);
  say(`${'start to initialized'.padEnd(34)}     ${start.toFixed(1).padStart(7)} ms`);
  say(`${'first diagnostics'.padEnd(34)}     ${first.toFixed(1).padStart(7)} ms`);
  const line = text.split('\n').findIndex((one) => one.includes('void do_idle'));
  const position = { line, character: (text.split('\n')[line] ?? '').indexOf('do_idle') + 1 };
  const textDocument = { uri };
  const edits: number[] = [];
  const hovers: number[] = [];
  const actions: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    edits.push(
      await time(() => server.change(uri, round + 2, `${text}${' '.repeat(round % 7)}\n`)),
    );
    hovers.push(
      await time(() => server.client.sendRequest('textDocument/hover', { textDocument, position })),
    );
    const range = { start: position, end: position };
    const params = { textDocument, range, context: { diagnostics: [] } };
    actions.push(await time(() => server.client.sendRequest('textDocument/codeAction', params)));
  }
  say(row('keystroke to diagnostics', edits));
  say(row('hover', hovers));
  say(row('code action', actions));
  await server.stop();
}

/** Times as an editor sees them, over standard input and output, pauses for typing included. */
export default async function bench(say: (line: string) => void): Promise<void> {
  for (const lines of [50, 500]) await measure(say, lines);
}
