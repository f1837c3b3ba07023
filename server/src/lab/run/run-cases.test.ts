import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { casesOf, planSchema } from '../plan/model.ts';
import type { CaseRow } from '../record.ts';
import { runCases } from './run-cases.ts';

const boot =
  '{"boot":{"release":"6.1.0","version":"","cpus":2,"cmdline":"","preempt":"","cpuidle":"","tasks":[]}}';

const { PATH: searchPath = '' } = process.env;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livepatch-fake-machine-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A program in QEMU's place; each of `boots` is the shell text of one boot, in their order. */
function fakeMachine(...boots: readonly string[]): void {
  const count = join(folder, 'count');
  const cases = boots.map((text, at) => `${at}) ${text} ;;`).join('\n');
  const program = join(folder, 'qemu-system-x86_64');
  writeFileSync(count, '0');
  writeFileSync(
    program,
    `#!/bin/sh\nat=$(cat ${count})\necho $((at + 1)) >${count}\ncase $at in\n${cases}\nesac\n`,
  );
  chmodSync(program, 0o755);
  vi.stubEnv('PATH', `${folder}:${searchPath}`);
}

function says(...lines: readonly string[]): string {
  return lines.map((line) => `echo '${line}'`).join('; ');
}

function complete(id: number): string {
  return `{"case":${id},"traceable":true,"outcome":"complete","seconds":1,"polled":1,"usable":true}`;
}

async function outcomes(limit = 60): Promise<readonly string[]> {
  const rows: CaseRow[] = [];
  const plan = planSchema.parse({
    title: '',
    groups: [{ workload: 'idle', functions: ['a', 'b', 'c'], limit: 1 }],
  });
  await runCases({
    cases: casesOf(plan),
    guest: [],
    machine: { vmlinuz: '', cpus: 1, memory: 1, accelerator: 'tcg', kernelArguments: '' },
    limit,
    onBoot: () => {},
    onRow: (row) => rows.push(row),
    progress: () => {},
  });
  return rows.map((row) => `${row.function} ${row.outcome}`);
}

test('a case in which the machine ends is lost, and a new machine goes on', async () => {
  fakeMachine(
    says(boot, '{"begin":0}', complete(0), '{"begin":1}'),
    says(boot, '{"begin":2}', complete(2)),
  );
  expect(await outcomes()).toEqual(['a complete', 'b lost', 'c complete']);
});

test('words that are no JSON are passed over', async () => {
  fakeMachine(says('SeaBIOS', boot, complete(0), 'oops', complete(1), complete(2)));
  expect(await outcomes()).toEqual(['a complete', 'b complete', 'c complete']);
});

test('a machine that says nothing is ended in time', async () => {
  fakeMachine('exec sleep 600', 'exec sleep 600', 'exec sleep 600');
  expect(await outcomes(1)).toEqual([]);
});

test('a machine that cannot be started says why', async () => {
  const refuses = 'echo "no such accelerator" >&2; exit 1';
  fakeMachine(refuses, refuses, refuses);
  await expect(outcomes()).rejects.toThrow('no such accelerator');
});

test('a boot that fails once is tried again', async () => {
  fakeMachine('exit 0', says(boot, complete(0), complete(1), complete(2)));
  expect(await outcomes()).toEqual(['a complete', 'b complete', 'c complete']);
});

test('boots that answer nothing are not tried for ever', async () => {
  fakeMachine(says(boot), says(boot));
  await expect(outcomes()).rejects.toThrow('answered nothing');
});
