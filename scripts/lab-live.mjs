// One boot of a real 6.1 kernel (about a minute, four at most): the stall of an idle-loop function
// beside a CPU hog, and its cures, have to come out as they were recorded. Where this machine has no
// QEMU or no kernel package, says so and leaves it out; LIVEPATCH_LAB=required makes that an error.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** What scripts/lab.mjs ends with when the machine lacks something. */
const NOT_PREPARED = 3;

/** The cases of a result file by their question. */
function read(path) {
  const rows = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return new Map(
    rows.map((line) => {
      const row = JSON.parse(line);
      return [`${row.function} under ${row.workload}, ${row.direction}`, row];
    }),
  );
}

/** What came out otherwise than recorded, one sentence each. */
function differences(live, recorded) {
  return [...live].flatMap(([question, row]) => {
    const known = recorded.get(question);
    if (known === undefined) return [`${question}: not recorded`];
    const outcome =
      row.outcome === known.outcome ? [] : [`${question}: ${row.outcome}, not ${known.outcome}`];
    const cures = row.strategies.flatMap(({ strategy, completed }) => {
      const before = known.strategies.find((one) => one.strategy === strategy);
      return before === undefined || before.completed === completed
        ? []
        : [`${question}: ${strategy} ${completed ? 'frees' : 'does not free'} it this time`];
    });
    return [...outcome, ...cures];
  });
}

const folder = mkdtempSync(join(tmpdir(), 'livepatch-lab-live-'));
try {
  const out = join(folder, 'live.jsonl');
  const plan = join(root, 'test/kernel-lab/plans/seed.json');
  const args = ['--kernel', '6.1', '--plan', plan, '--out', out, '--limit', '200'];
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/lab.mjs'), ...args], {
    stdio: 'inherit',
  });
  if (status === NOT_PREPARED && process.env.LIVEPATCH_LAB !== 'required') {
    console.error('lab:live: LEFT OUT, this machine lacks what is named above; nothing was tried');
  } else if (status === 0) {
    const live = read(out);
    const found = differences(live, read(join(root, 'test/kernel-truth/6.1-matrix.jsonl')));
    for (const line of found) console.error(`lab:live: ${line}`);
    if (live.size === 0) found.push('nothing was answered');
    console.error(
      found.length === 0
        ? `lab:live: ${live.size} cases came out as recorded`
        : 'lab:live: the kernel did not do what was recorded',
    );
    process.exitCode = found.length === 0 ? 0 : 1;
  } else {
    process.exitCode = status ?? 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
