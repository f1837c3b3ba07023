import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBundle, StdioServer } from './stdio-server.ts';

const examples = join(import.meta.dirname, '../../examples');
const uri = 'file:///patches/idle-loop.patch';

if (missingBundle !== undefined) console.log(`The bundled server is not tested: ${missingBundle}.`);

function example(name: string): string {
  return readFileSync(join(examples, name), 'utf8');
}

/** The zero-based place of the `nth` occurrence of `word` in `text`. */
function place(text: string, word: string, nth = 0): { line: number; character: number } {
  let offset = text.indexOf(word);
  for (let count = 0; count < nth; count += 1) offset = text.indexOf(word, offset + 1);
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Bytes that no text holds, taken as Latin-1. */
function binary(): string {
  return Array.from({ length: 4096 }, (_, index) => String.fromCharCode(index % 256)).join('');
}

function noise(characters: number): string {
  const line = '@@ +++ --- > From diff @@ -1,2 +3,4 @@ x(\n';
  return line.repeat(Math.ceil(characters / line.length));
}

describe.skipIf(missingBundle !== undefined)('the bundled server over stdio', () => {
  let server: StdioServer;
  const patch = example('idle-loop.patch');

  beforeAll(async () => {
    server = new StdioServer();
    expect(await server.initialize()).toMatchObject({
      capabilities: { hoverProvider: true },
      serverInfo: { name: 'livepatch-language-server' },
    });
  });

  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  test('diagnostics: the changed line, and the name in the hunk header', async () => {
    const found = await server.open(uri, 'diff', patch);
    const stalls = found.filter((one) => one.code === 'stall');
    expect(stalls.map((one) => one.range.start)).toEqual([
      place(patch, 'idle_note_round(cpu)'),
      place(patch, 'do_idle', 1),
    ]);
    expect(stalls[0]?.message).toMatch(/^do_idle\(\) is idle-outer/);
  });

  test('hover: residency, verdicts, what frees it', async () => {
    const position = place(patch, 'do_idle', 1);
    const hover = await server.client.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(hover).toMatchObject({ contents: { kind: 'markdown' }, range: { start: position } });
    const { value } = (hover as { contents: { value: string } }).contents;
    expect(value).toMatch(/\*\*idle-outer\*\*/);
    expect(value).toMatch(/^\| with, on Linux \| \d+\.\d+ \|/m);
    expect(value).toMatch(/What frees it/);
  });

  test('hover on a changed line speaks of the function that it changes', async () => {
    const position = place(patch, 'seq_puts(m, " livepatched');
    const hover = await server.client.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { ...position, character: 1 },
    });
    expect(JSON.stringify(hover)).toContain('cmdline_proc_show');
  });

  test('code actions: strategies with their outcome, as files', async () => {
    const position = place(patch, 'do_idle', 1);
    const actions = (await server.client.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    })) as { title: string; edit?: unknown }[];
    const stop = actions.find((one) => /hog/i.test(one.title));
    expect(stop?.title).toMatch(/completes in [\d.]+ s/);
    expect(JSON.stringify(stop?.edit)).toContain('set -eu');
  });

  test('a livepatch module: its klp_func table is judged', async () => {
    const text = example('livepatch-module.c');
    const found = await server.open('file:///patches/livepatch-module.c', 'c', text);
    const name = /\.old_name\s*=\s*"(\w+)"/.exec(text)?.[1] ?? '';
    expect(found.some((one) => one.message.startsWith(`${name}()`))).toBe(true);
  });

  test('what stands between the lines, and where it leads', async () => {
    const { client } = server;
    const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
    const textDocument = { uri };
    const hints = await client.sendRequest('textDocument/inlayHint', {
      textDocument,
      range: whole,
    });
    expect(JSON.stringify(hints)).toMatch(/✗ stalls/);
    const outline = await client.sendRequest('textDocument/documentSymbol', { textDocument });
    expect(JSON.stringify(outline)).toMatch(/"name":"do_idle"/);
    const links = await client.sendRequest('textDocument/documentLink', { textDocument });
    expect(links).toEqual([]);
  });

  test('without a kernel tree nothing is said of its calls', async () => {
    const { client } = server;
    const at = { textDocument: { uri }, position: place(patch, 'do_idle', 1) };
    expect(await client.sendRequest('textDocument/prepareCallHierarchy', at)).toBeNull();
    expect(await client.sendRequest('textDocument/definition', at)).toBeNull();
    expect(await client.sendRequest('workspace/symbol', { query: 'schedule' })).toEqual([]);
    const context = { includeDeclaration: true };
    const references = await client.sendRequest('textDocument/references', { ...at, context });
    expect(JSON.stringify(references)).toContain(uri);
  });

  test('a baseline file on disk is honoured', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'livepatch-baseline-'));
    try {
      const entry = { code: 'stall', function: 'do_idle', document: 'a.patch', reason: 'ours' };
      const text = JSON.stringify({ version: 1, ignore: [entry] });
      writeFileSync(join(folder, '.livepatch-feasibility.json'), text);
      const beside = pathToFileURL(join(folder, 'a.patch')).href;
      let found = await server.open(beside, 'diff', patch);
      for (
        let version = 2;
        found.some((one) => one.code === 'stall') && version < 20;
        version += 1
      ) {
        found = await server.change(beside, version, patch);
      }
      expect(found.filter((one) => one.code === 'stall')).toEqual([]);
      expect(found.filter((one) => one.code === 'ignore-problem')).toEqual([]);
      await server.close(beside);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['an empty file', ''],
    ['binary data', binary()],
    ['half a hunk', patch.slice(0, patch.indexOf('got_tick') + 3)],
    ['a hunk header alone', '@@ -1,3 +1,4 @@ static void do_idle(void)\n'],
    ['a hundred thousand brackets', `${patch}\n+${'('.repeat(100_000)}`],
    ['two megabytes of noise', noise(2_000_000)],
  ])('%s: an answer, and the server goes on', async (name, text) => {
    const other = `file:///patches/${encodeURIComponent(name)}.patch`;
    const found = await server.open(other, 'diff', text);
    for (const { code, message } of found) {
      expect(code).toEqual(expect.any(String));
      expect(message).not.toMatch(/could not be judged/);
    }
    await server.close(other);
    expect((await server.open(`${uri}.again`, 'diff', patch)).length).toBeGreaterThan(0);
    await server.close(`${uri}.again`);
  });

  test('requests that make no sense are refused one by one', async () => {
    const { client } = server;
    await expect(client.sendRequest('textDocument/unheardOf', {})).rejects.toThrow();
    await expect(client.sendRequest('textDocument/hover', {})).rejects.toThrow();
    const action = { title: 'x', data: { no: 'such' } };
    expect(
      await client.sendRequest('codeAction/resolve', action).catch(() => 'refused'),
    ).toBeDefined();
  });
});
