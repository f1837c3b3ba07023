import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DrivenServer } from './language-server/driven-server.ts';
import { type BenchText, largePatch, patchOf, scriptOf } from './language-server/texts.ts';

/** Benchmarks run at the top of the project. */
const root = process.cwd();

type Say = (line: string) => void;

/** The p-th part of some measurements, in milliseconds. */
function quantile(values: readonly number[], p: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN)
    .toFixed(1)
    .padStart(8);
}

function row(what: string, values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  const lost = values.length - known.length;
  const late = lost === 0 ? '' : `   (${lost} of ${values.length} not in time)`;
  return `  ${what.padEnd(26)} p50 ${quantile(known, 0.5)} ms   p95 ${quantile(known, 0.95)} ms${late}`;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Drives a server through one document; a step that is not done after `limit` milliseconds is given up. */
async function measure(
  say: Say,
  name: string,
  command: readonly string[],
  { name: what, languageId, text, hover, typing }: BenchText,
  rounds: number,
  limit: number,
): Promise<void> {
  const server = new DrivenServer(command);
  const uri = `file:///bench/document.${languageId}`;
  const textDocument = { uri };
  try {
    say(`\n${name}, ${what} (${text.split('\n').length} lines)`);
    const start = await time(() => server.initialize());
    say(`  ${'start to initialized'.padEnd(26)}     ${start.toFixed(1).padStart(8)} ms`);
    await server.loopDelay();
    const document = { uri, languageId, version: 1, text };
    const open = (): Promise<void> =>
      server.client.sendNotification('textDocument/didOpen', { textDocument: document });
    const first = await server.untilDiagnostics(uri, 1, open, limit);
    const shown = first === undefined ? 'not in time' : `${first.toFixed(1).padStart(8)} ms`;
    say(`  ${'first diagnostics'.padEnd(26)}     ${shown}`);
    if (first === undefined) return;
    const opening = await server.loopDelay();
    const edits: (number | undefined)[] = [];
    const hovers: number[] = [];
    const actions: number[] = [];
    const character = 3;
    const at = { line: typing, character };
    for (let round = 0; round < rounds; round += 1) {
      const isAdding = round % 2 === 0;
      const change = {
        range: { start: at, end: isAdding ? at : { line: typing, character: character + 1 } },
        text: isAdding ? 'x' : '',
      };
      const type = (): Promise<void> =>
        server.client.sendNotification('textDocument/didChange', {
          textDocument: { uri, version: round + 2 },
          contentChanges: [change],
        });
      edits.push(await server.untilDiagnostics(uri, round + 2, type, limit));
      const ask = (method: string, params: object): Promise<number> =>
        time(() => server.client.sendRequest(method, { textDocument, ...params }));
      hovers.push(await ask('textDocument/hover', { position: hover }));
      const range = { start: hover, end: hover };
      actions.push(await ask('textDocument/codeAction', { range, context: { diagnostics: [] } }));
    }
    const typed = await server.loopDelay();
    say(row('keystroke to diagnostics', edits));
    say(row('hover', hovers));
    say(row('code action', actions));
    const busy = ({ longest, p99 }: typeof typed): string =>
      `longest ${longest.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    say(`  main thread busy: opening ${busy(opening)}; then ${busy(typed)}`);
    say(`  peak memory ${server.memory.toFixed(0)} MB`);
  } finally {
    server.stop();
  }
}

/** The peer's script: bash-language-server, in the same process manager, over the same wire. */
function peer(): readonly string[] {
  const manifest = createRequire(join(root, 'package.json')).resolve(
    'bash-language-server/package.json',
  );
  return [join(dirname(manifest), 'out/cli.js'), 'start'];
}

/**
 * Times as an editor sees them, over standard input and output, pauses for typing included; beside them
 * bash-language-server's for the same steps on shell scripts of like size. Both talk of their own
 * language: what is compared is how long a person waits.
 */
export default async function bench(say: Say): Promise<void> {
  const ours = [join(root, 'server/dist/server.cjs'), '--stdio'];
  const patches = [patchOf(root, 50), patchOf(root, 500)];
  for (const patch of patches) {
    await measure(say, 'livepatch-language-server', ours, patch, 60, 20_000);
  }
  const script = scriptOf('script of like size', patches[1]?.text.length ?? 0);
  await measure(say, 'bash-language-server', peer(), script, 30, 20_000);
  const large = largePatch();
  if (large === undefined) {
    say('\nLeft out: LIVEPATCH_KERNEL_6_1 and LIVEPATCH_KERNEL_6_12 must name kernel trees.');
    return;
  }
  await measure(say, 'livepatch-language-server', ours, large, 20, 120_000);
  const largeScript = scriptOf('script of like size', large.text.length);
  await measure(say, 'bash-language-server', peer(), largeScript, 5, 120_000);
}
