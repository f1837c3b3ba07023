import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBundle, StdioServer } from './lsp/stdio-server.ts';

const root = join(import.meta.dirname, '..');

if (missingBundle !== undefined) console.log(`The npm package is not tested: ${missingBundle}.`);

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8' });
}

describe.skipIf(missingBundle !== undefined)('the server as an npm package', () => {
  const prefix = mkdtempSync(join(tmpdir(), 'livepatch-npm-'));
  const command = (name: string): string => join(prefix, 'bin', name);

  beforeAll(() => {
    const packed = npm(
      join(root, 'server'),
      'pack',
      '--silent',
      '--pack-destination',
      prefix,
    ).trim();
    // Everything that it runs with is in it, so nothing has to be fetched.
    const alone = ['--offline', '--omit=optional', '--no-audit', '--no-fund'];
    npm(prefix, 'install', '--global', '--prefix', prefix, ...alone, join(prefix, packed));
  }, 120_000);

  afterAll(() => rmSync(prefix, { recursive: true, force: true }));

  test('installs the command line', () => {
    const patch = join(prefix, 'idle-loop.patch');
    copyFileSync(join(root, 'examples/idle-loop.patch'), patch);
    const { status, stdout } = spawnSync(command('livepatch-check'), [patch], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('do_idle()');
  });

  test('installs the language server, which speaks the protocol', async () => {
    const server = new StdioServer(command('livepatch-language-server'));
    expect(await server.initialize()).toMatchObject({ capabilities: { hoverProvider: true } });
    const patch = readFileSync(join(root, 'examples/idle-loop.patch'), 'utf8');
    const found = await server.open('file:///idle-loop.patch', 'diff', patch);
    expect(found.map(({ code }) => code)).toContain('stall');
    expect(await server.stop()).toBe(0);
  });
});
