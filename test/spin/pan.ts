import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Outcome, Scenario } from '../../server/src/transition/model.ts';
import { encode, question } from './encode.ts';

const run = promisify(execFile);

// Tests and benchmarks both run from the project's top folder.
const model = resolve('test/spin/transition.pml');

/** Why the comparison with Spin is left out; `undefined` when it can be made. */
export function missingTool(): string | undefined {
  return ['spin', 'gcc'].find((tool) => spawnSync(tool, ['--version']).error !== undefined);
}

/** How deep searches may go; the second only where the first was not enough. */
const DEPTHS = [500_000, 5_000_000];

/** The Promela model, compiled once. */
export class Pan {
  private constructor(private readonly folder: string) {}

  static async build(): Promise<Pan> {
    const folder = mkdtempSync(join(tmpdir(), 'livepatch-spin-'));
    await run('spin', ['-a', model], { cwd: folder });
    await run(
      'gcc',
      ['-O2', '-w', '-DNFAIR=4', '-DNOREDUCE', '-DMEMLIM=1024', '-o', 'pan', 'pan.c'],
      {
        cwd: folder,
      },
    );
    return new Pan(folder);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What its searches took by its own clock, in seconds (in steps of 0.01); process starts are not in it. */
  seconds = 0;

  private async finds(scenario: Scenario, asked: number): Promise<boolean> {
    const env = { ...process.env, LP_SCENARIO: encode(scenario, asked) };
    for (const depth of DEPTHS) {
      const { stdout } = await run(join(this.folder, 'pan'), ['-a', '-f', '-w18', `-m${depth}`], {
        cwd: this.folder,
        env,
        timeout: 60_000,
      });
      if (/out of memory|invalid array index|aborted/.test(stdout))
        throw new Error(`pan gave up:\n${stdout}`);
      this.seconds += Number(/elapsed time ([\d.]+) seconds/.exec(stdout)?.[1] ?? 0);
      const errors = /errors: (\d+)/.exec(stdout)?.[1];
      if (errors === undefined) throw new Error(`pan said nothing:\n${stdout}`);
      // What was found is an answer, however much was left unseen.
      if (errors !== '0') return true;
      if (!stdout.includes('max search depth too small')) return false;
    }
    throw new Error(`pan's searches are deeper than ${DEPTHS.at(-1)}`);
  }

  /** The outcome for all fair runs. */
  async outcome(scenario: Scenario): Promise<Outcome> {
    const staysOpen = await this.finds(scenario, question.staysOpen);
    if (!staysOpen) return 'completes';
    return (await this.finds(scenario, question.completes)) ? 'may-stall' : 'stalls';
  }
}
