// One boot of a real 6.1 kernel: the stall of do_idle() beside a CPU hog, and its cures, have to come out
// as they were recorded. Takes about a minute, five at most. Where this machine has no QEMU or no kernel
// package, says so and leaves it out; LIVEPATCH_LAB=required makes that an error.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const plan = join(root, 'test/kernel-lab/plans/seed.json');
const recording = join(root, 'test/kernel-truth/6.1-seed.jsonl');
/** What scripts/lab.mjs ends with when the machine lacks something. */
const NOT_PREPARED = 3;
/** Seconds in the machine, for the run and, where it came out otherwise, one more. */
const BUDGET = 280;
/** A second run needs this much of it. */
const SHORTEST = 60;

/** The cases of a result file by their question. */
function read(path) {
  if (!existsSync(path)) return new Map();
  const rows = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return new Map(
    rows.map((line) => {
      const row = JSON.parse(line);
      return [`${row.function} under ${row.workload}`, row];
    }),
  );
}

/** What came out otherwise than recorded, one sentence each; a strategy that was not reached is none. */
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

/** One boot; the exit status of the lab and what it answered. */
async function boot(folder, limit) {
  const out = join(folder, `${limit}.jsonl`);
  const args = ['--kernel', '6.1', '--plan', plan, '--out', out, '--limit', String(limit)];
  const child = spawn(process.execPath, [join(root, 'scripts/lab.mjs'), ...args], {
    stdio: 'inherit',
  });
  const end = (name) => child.kill(name);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end);
  const [status] = await once(child, 'close');
  return { status: status ?? 1, live: read(out) };
}

function say(text) {
  console.error(`lab:live: ${text}`);
}

/** Boots, compares, and once more where something came out otherwise: a busy host can spoil a run. */
async function run(folder) {
  const recorded = read(recording);
  const [stall] = recorded.keys();
  const begin = Date.now();
  for (const last of [false, true]) {
    const left = Math.floor(BUDGET - (Date.now() - begin) / 1000);
    const { status, live } = await boot(folder, left);
    if (status === NOT_PREPARED) {
      if (process.env.LIVEPATCH_LAB !== 'required') {
        say('LEFT OUT, this machine lacks what is named above; nothing was tried');
        return 0;
      }
      say('the kernel could not be had or the guest not be built, for the reason above');
      say('mend that (network, package sources, programs), or unset LIVEPATCH_LAB to leave it out');
      return 1;
    }
    const found = status === 0 ? differences(live, recorded) : [`the lab ended with ${status}`];
    if (!live.has(stall)) found.push(`${stall}: not answered within ${left} s`);
    if (found.length === 0) {
      const missed = recorded.size - live.size;
      const note = missed === 0 ? '' : `; this host was too slow for the other ${missed}`;
      say(`${live.size} cases came out as recorded${note}`);
      return 0;
    }
    for (const line of found) say(line);
    if (last || BUDGET - (Date.now() - begin) / 1000 < SHORTEST) break;
    say('once more, to rule out that the host was busy');
  }
  say('the kernel did not do what was recorded');
  return 1;
}

const folder = mkdtempSync(join(tmpdir(), 'livepatch-lab-live-'));
try {
  process.exitCode = await run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
