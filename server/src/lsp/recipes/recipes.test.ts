import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { strategies } from '../../transition/strategies/index.ts';
import { doIdle, idleVerdicts } from '../testing/fake-answers.ts';
import { recipeFor, strategiesWithRecipe } from './index.ts';
import type { Occasion, Recipe } from './model.ts';

function occasion(
  strategyId: string,
  words: Partial<Record<'title' | 'risk', string>> = {},
): Occasion {
  const scenario = idleVerdicts('do_idle').find((one) => one.scenario === 'hog');
  const [strategy] = scenario?.strategies ?? [];
  if (scenario === undefined || strategy === undefined) throw new Error('no such scenario');
  return {
    function: {
      name: 'do_idle',
      subject: { kind: 'named' },
      answer: doIdle,
      verdicts: [scenario],
      ownLines: [],
      inStead: [],
      confidence: 'certain',
    },
    scenario,
    strategy: { ...strategy, id: strategyId, ...words },
  };
}

function recipe(strategyId: string, words: Partial<Record<'title' | 'risk', string>> = {}): Recipe {
  const made = recipeFor(occasion(strategyId, words));
  if (made === undefined) throw new Error(`no recipe for ${strategyId}`);
  return made;
}

const shellStrategies = strategiesWithRecipe.filter(
  (id) => recipe(id).languageId === 'shellscript',
);

test.each(shellStrategies)('%s: the shell accepts the script', (id) => {
  const { text } = recipe(id);
  const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('recipes are written for strategies that the simulator knows', () => {
  const known = strategies.map((one) => one.id);
  expect(known).toEqual(expect.arrayContaining([...strategiesWithRecipe]));
});

test.each(shellStrategies)('%s: without arguments it explains itself and does nothing', (id) => {
  const { text } = recipe(id);
  const { status, stderr } = spawnSync('sh', ['-s'], { input: text, encoding: 'utf8' });
  expect(stderr).toMatch(/^usage: /);
  expect(status).toBe(2);
});

test.each(shellStrategies)('%s: it stops at errors, and undoes at exit', (id) => {
  const { text } = recipe(id);
  expect(text).toContain('\nset -eu\n');
  expect(text).toContain('\ntrap \'undo "$@"\' EXIT\n');
});

test('words of a strategy cannot leave the comment', () => {
  const words = { title: 'Stop\nrm -rf /tmp/x */ int evil;', risk: 'a\r\nb' };
  const shell = recipe('stop-hog', words).text.split('set -eu')[0] ?? '';
  expect(shell.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  const [comment, code] = recipe('flush-schedule-on-each-cpu', words).text.split('#include');
  expect(code).not.toContain('evil');
  expect(comment?.match(/\*\//g)).toHaveLength(1);
});

/** The process's state letter in /proc/PID/stat: `S` asleep, `T` stopped. */
function stateOf(child: ChildProcess): string | undefined {
  return /\) (\w) /.exec(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))?.[1];
}

async function until(child: ChildProcess, state: string): Promise<void> {
  for (let tries = 0; tries < 200 && stateOf(child) !== state; tries += 1) await setTimeout(20);
  expect(stateOf(child)).toBe(state);
}

test('the hog is stopped while the transition is open, and goes on afterwards', async () => {
  const sysfs = mkdtempSync(join(tmpdir(), 'livepatch-'));
  const hog = spawn('sleep', ['30']);
  try {
    mkdirSync(join(sysfs, 'fix'));
    writeFileSync(join(sysfs, 'fix/transition'), '1\n');
    writeFileSync(join(sysfs, 'fix/enabled'), '1\n');
    const text = recipe('stop-hog').text.replaceAll('/sys/kernel/livepatch', sysfs);
    const script = spawn('sh', ['-s', 'fix', String(hog.pid)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => script.once('close', resolve));
    script.stdin.end(text);
    await until(hog, 'T');
    writeFileSync(join(sysfs, 'fix/transition'), '0\n');
    expect(await ended).toBe(0);
    await until(hog, 'S');
  } finally {
    hog.kill('SIGKILL');
    rmSync(sysfs, { recursive: true });
  }
});

test('the script of a stopped hog, whole', () => {
  expect(recipe('stop-hog').text).toMatchInlineSnapshot(`
    "#!/bin/sh
    # Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT).
    #
    # Written for a livepatch of do_idle() on Linux 6.1 (x86_64), with a CPU-bound task on CPU 1.
    # Simulated outcome: completes in 2 s; without it the transition stalls.
    #
    # The idle task runs while the hog is stopped, and switches itself.
    #
    # Risk: The hog makes no progress meanwhile.
    #
    # Nothing has been run. Read this first.
    #
    # Run it as root on the patched machine once the livepatch is being loaded:
    #   sh stop-cpu-hog.sh LIVEPATCH PID...
    # LIVEPATCH is the livepatch's directory in /sys/kernel/livepatch.
    # PID...: the tasks that keep a CPU busy; find them with: ps -eo pid,psr,pcpu,comm --sort=-pcpu
    set -eu

    if [ "$#" -lt 2 ]; then
      echo "usage: sh $0 LIVEPATCH PID..." >&2
      exit 2
    fi
    livepatch=/sys/kernel/livepatch/$1
    shift
    limit=60

    if [ ! -r "$livepatch/transition" ]; then
      echo "$livepatch: no such livepatch" >&2
      exit 1
    fi

    in_transition() {
      [ "$(cat "$livepatch/transition")" = 1 ]
    }

    # Prints the tasks that are not yet in the state that the transition leads to.
    not_switched() {
      target=$(cat "$livepatch/enabled")
      for state in /proc/[0-9]*/patch_state; do
        task=\${state%/patch_state}
        value=$(cat "$state" 2>/dev/null) || continue
        if [ "$value" != "$target" ]; then
          echo "  \${task#/proc/} $(cat "$task/comm" 2>/dev/null || true)"
        fi
      done
    }

    undo() {
      for hog; do
        kill -CONT "$hog" 2>/dev/null || true
      done
    }
    trap 'undo "$@"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    kill -STOP "$@"

    seconds=0
    while in_transition; do
      if [ "$seconds" -ge "$limit" ]; then
        echo "still in transition after $limit s; not switched yet:" >&2
        not_switched >&2
        exit 1
      fi
      sleep 1
      seconds=$((seconds + 1))
    done
    echo "the transition is complete after $seconds s"
    "
  `);
});
