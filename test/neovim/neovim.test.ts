import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../e2e/pieces.mjs';
import { missingBundle, serverBundle } from '../lsp/stdio-server.ts';

const missing =
  missingBundle ?? (findProgram('nvim') === undefined ? 'nvim is not installed' : undefined);
if (missing !== undefined) console.log(`Neovim's client is not tested: ${missing}.`);

interface Seen {
  readonly fault?: string;
  readonly filetype: string;
  readonly diagnostics: readonly { line: number; message: string; code: string }[];
  readonly hover: { readonly contents: { readonly kind: string; readonly value: string } };
  readonly titles: readonly string[];
}

describe.skipIf(missing !== undefined)("Neovim's own client", () => {
  const folder = mkdtempSync(join(tmpdir(), 'livepatch-neovim-'));
  let seen: Seen;

  beforeAll(async () => {
    const file = join(folder, 'idle-loop.patch');
    const result = join(folder, 'result.json');
    copyFileSync(join(import.meta.dirname, '../../examples/idle-loop.patch'), file);
    const drive = join(import.meta.dirname, 'drive.lua');
    await promisify(execFile)('nvim', ['--headless', '-u', 'NONE', '-c', `luafile ${drive}`], {
      cwd: folder,
      timeout: 60_000,
      env: {
        ...process.env,
        XDG_STATE_HOME: folder,
        XDG_DATA_HOME: folder,
        LIVEPATCH_NODE: process.execPath,
        LIVEPATCH_SERVER: serverBundle,
        LIVEPATCH_FILE: file,
        LIVEPATCH_RESULT: result,
      },
    });
    seen = JSON.parse(readFileSync(result, 'utf8'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('shows diagnostics', () => {
    expect(seen.fault).toBeUndefined();
    // What Neovim makes of a patch that begins like a mail.
    expect(seen.filetype).toBe('gitsendemail');
    const stall = seen.diagnostics.find((one) => one.code === 'stall');
    expect(stall?.message).toContain('do_idle()');
  });

  test('shows the hover as Markdown', () => {
    expect(seen.hover.contents.kind).toBe('markdown');
    expect(seen.hover.contents.value).toContain('What frees it');
  });

  test('runs a code action: the script lies beside the patch', () => {
    expect(seen.titles[0]).toMatch(/completes in/);
    const [script] = readdirSync(folder).filter((name) => name.endsWith('.sh'));
    expect(script).toBeDefined();
    expect(readFileSync(join(folder, script ?? ''), 'utf8')).toMatch(
      /^#!\/bin\/sh\n[\s\S]*set -eu/,
    );
  });
});
