import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBundle, serverBundle } from '../lsp/stdio-server.ts';

const hasEglot =
  spawnSync('emacs', ['--batch', '-f', 'package-initialize', '-l', 'eglot'], { timeout: 20_000 })
    .status === 0;
const missing =
  missingBundle ?? (hasEglot ? undefined : 'emacs with eglot (emacs-nox, elpa-eglot) is not there');
if (missing !== undefined) console.log(`Emacs' client is not tested: ${missing}.`);

interface Seen {
  readonly mode: string;
  readonly diagnostics: readonly string[];
  readonly hover: string;
  readonly titles: readonly string[];
}

describe.skipIf(missing !== undefined)("Emacs' own client, Eglot", () => {
  const folder = mkdtempSync(join(tmpdir(), 'livepatch-emacs-'));
  let seen: Seen;

  beforeAll(async () => {
    const file = join(folder, 'idle-loop.patch');
    copyFileSync(join(import.meta.dirname, '../../examples/idle-loop.patch'), file);
    const drive = join(import.meta.dirname, 'drive.el');
    const { stdout } = await promisify(execFile)('emacs', ['--batch', '-l', drive], {
      cwd: folder,
      timeout: 60_000,
      env: {
        ...process.env,
        HOME: folder,
        LIVEPATCH_NODE: process.execPath,
        LIVEPATCH_SERVER: serverBundle,
        LIVEPATCH_FILE: file,
      },
    });
    seen = JSON.parse(stdout);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('shows diagnostics in diff-mode', () => {
    expect(seen.mode).toBe('diff-mode');
    expect(seen.diagnostics.join('\n')).toContain('livepatch [stall]: do_idle()');
  });

  test('shows the hover', () => {
    expect(seen.hover).toContain('What frees it');
  });

  // This Eglot cannot create files, so the actions that write a script are not offered to it.
  test('offers code actions that are edits', () => {
    expect(seen.titles.join('\n')).toContain('Leave the change of do_idle() out');
  });
});
