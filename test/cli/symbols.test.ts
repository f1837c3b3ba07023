import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runInProcess } from './run.ts';

let tree = '';

function write(path: string, text: string | Uint8Array): string {
  const place = join(tree, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
  return place;
}

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'symbols-'));
  write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n');
  write('Kbuild', 'obj-y += kernel/\n');
  write('kernel/Makefile', 'obj-y += a.o\n');
  write('.config', 'CONFIG_X86=y\nCONFIG_LIVEPATCH=y\n');
  write(
    'kernel/a.c',
    'static int once(int n) { return n; }\nint first(void) { return once(1); }\n',
  );
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

test('a query tells what a list beside the tree says', async () => {
  write('System.map', 'ffffffff81000000 T first\nffffffff81000010 t once.isra.0\n');
  const { out, errors } = await runInProcess(['query', tree, 'definitions', 'once']);
  expect(out).toBe('kernel/a.c:1-1 once  static built-in traced  (as once.isra.0)\n');
  expect(errors).not.toMatch(/not used/);
});

test('a named list counts instead, compressed or not; a folder stands for those in it', async () => {
  const list = write('lists/available_filter_functions.gz', gzipSync('first\n'));
  const asked = ['query', tree, 'definitions', 'first', '--symbols', list];
  expect((await runInProcess(asked)).out).toBe(
    'kernel/a.c:2-2 first  built-in traced  (traceable)\n',
  );
  write('build/System.map', 'T first\n');
  const { out } = await runInProcess([
    ...['query', tree, 'definitions', 'once', '--format', 'json'],
    ...['--symbols', join(tree, 'build'), '--symbols', list],
  ]);
  expect(JSON.parse(out)).toMatchObject({ name: 'once', symbols: [], traceable: false });
});

test('the stub that Debian ships is said and left out', async () => {
  write(
    'System.map',
    'ffffffffffffffff B The real System.map is in the linux-image-6.1.0-56-amd64-dbg package\n',
  );
  const { out, errors, code } = await runInProcess(['query', tree, 'definitions', 'first']);
  expect(out).toBe('kernel/a.c:2-2 first  built-in traced\n');
  expect(errors).toContain(
    'livepatch-check: System.map is not used: the stub that Debian ships in its place; the real System.map is in linux-image-6.1.0-56-amd64-dbg\n',
  );
  expect(code).toBe(0);
});

test('a named list that is none is an error', async () => {
  const prose = write('notes.txt', 'some prose\n');
  const { errors, code } = await runInProcess(['explain', 'do_idle', '--symbols', prose]);
  expect(errors).toMatch(/notes\.txt: line 1 is "some prose", which no System\.map/);
  expect(code).toBe(2);
  const absent = await runInProcess(['explain', 'do_idle', '--symbols', join(tree, 'absent')]);
  expect(absent.errors).toMatch(/absent: no such file/);
});

test('bundled facts take a list of the kernel into account', async () => {
  const list = write('lists/available_filter_functions', 'schedule_idle\ncpu_startup_entry\n');
  const { out } = await runInProcess(['explain', 'schedule_idle', 'do_idle', '--symbols', list]);
  expect(out).toContain("The kernel's list of traceable functions has it.");
  expect(out).toMatch(/do_idle\(\) is not among the functions that this kernel can\s+trace/);
});

test('an export holds every definition and every call', async () => {
  const { out } = await runInProcess(['query', tree, 'export', '--format', 'json']);
  const lines = out.trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { kind: string; name?: string });
  expect(rows.map((row) => `${row.kind} ${row.name ?? ''}`.trim())).toEqual([
    'definition once',
    'definition first',
    'call',
  ]);
});
