import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserWorker, missingWorker } from './browser-worker.ts';

const patch = readFileSync(join(import.meta.dirname, '../../examples/idle-loop.patch'), 'utf8');
const uri = 'vscode-vfs://github/example/linux/idle-loop.patch';

if (missingWorker !== undefined)
  console.log(`The server for browsers is not tested: ${missingWorker}.`);

interface Action {
  readonly title: string;
  readonly command?: { readonly arguments: readonly { readonly text: string }[] };
}

describe.skipIf(missingWorker !== undefined)('the server bundled for a browser', () => {
  let worker: BrowserWorker;
  const textDocument = { uri };

  beforeAll(async () => {
    worker = await BrowserWorker.start();
    await worker.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          diagnostic: {},
          codeAction: { resolveSupport: { properties: ['edit', 'command'] } },
        },
        workspace: { configuration: true },
      },
      initializationOptions: { showsText: true },
    });
    worker.notify('initialized', {});
    await worker.ready;
    worker.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'diff', version: 1, text: patch },
    });
  });

  afterAll(() => worker?.stop());

  test('diagnostics with bundled facts', async () => {
    const found = await worker.request('textDocument/diagnostic', { textDocument });
    expect(JSON.stringify(found)).toContain('do_idle() is idle-outer');
  });

  test('hover', async () => {
    const position = { line: 45, character: 36 };
    const found = await worker.request('textDocument/hover', { textDocument, position });
    expect(JSON.stringify(found)).toContain('What frees it');
  });

  test('a quick fix is filled in when it is asked for', async () => {
    const at = { line: 45, character: 36 };
    const found = await worker.request('textDocument/codeAction', {
      textDocument,
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    const [first] = found as readonly Action[];
    expect(first?.title).toMatch(/completes in/);
    const filled = (await worker.request('codeAction/resolve', first ?? {})) as Action;
    expect(filled.command?.arguments[0]?.text).toMatch(/^#!\/bin\/sh/);
  });
});
