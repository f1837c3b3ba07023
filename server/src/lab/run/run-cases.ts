import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ArchiveFile, initramfs } from '../guest/cpio.ts';
import { guestLine, type LabCase } from '../plan/model.ts';
import {
  type CaseRow,
  type GuestAnswer,
  type GuestBoot,
  guestAnswer,
  guestBoot,
} from '../record.ts';
import { consoleEnd, type MachineEnd, type MachineOptions, runMachine } from './machine.ts';

/** What is run, and who hears of it. */
export interface LabRun {
  readonly cases: readonly LabCase[];
  readonly guest: readonly ArchiveFile[];
  readonly machine: Omit<MachineOptions, 'initramfs' | 'console'>;
  /** Seconds for everything together. */
  readonly limit: number;
  readonly onBoot: (boot: GuestBoot) => void;
  readonly onRow: (row: CaseRow) => void;
  /** One sentence on what goes on. */
  readonly progress: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Seconds that a boot may take until the guest's first line, in a slow emulated machine. */
const BOOT_SECONDS = 150;

/** How often a machine that does not come up is tried again: a busy host can spoil a boot. */
const MOST_FAILED_BOOTS = 2;

/** More than the guest's own limits for loading, unloading and each strategy together. */
function patience(one: LabCase): number {
  return 450 + 5 * one.limit + one.strategies.length * (one.limit + 320);
}

function rowOf(kernel: string, one: LabCase, answer: GuestAnswer | undefined): CaseRow {
  const question = {
    kernel,
    function: one.function,
    position: one.position,
    object: one.object,
    workload: one.workload,
    direction: one.direction,
    thunk: one.frame || one.direction === 'disable' ? ('call' as const) : ('jump' as const),
  };
  if (answer === undefined) {
    return {
      ...question,
      traceable: false,
      actors: [],
      outcome: 'lost',
      seconds: null,
      polled: 0,
      firstTry: [],
      lastTry: [],
      blockers: [],
      blockerCount: 0,
      strategies: [],
      messages: [],
    };
  }
  const { case: _id, usable: _usable, ...rest } = answer;
  return { ...question, ...rest };
}

/** What one boot told, and which case it was at when it ended. */
class Session {
  boot: GuestBoot | undefined;
  readonly answered = new Set<number>();
  at: number | undefined;
  ended = false;

  constructor(
    private readonly run: LabRun,
    private readonly byId: ReadonlyMap<number, LabCase>,
  ) {}

  /** Takes a line of the guest's and gives the seconds that the next one may take. */
  line(text: string): number {
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      this.run.progress(`the guest said something that is no JSON: ${text.slice(0, 120)}`);
      return BOOT_SECONDS;
    }
    if (typeof data !== 'object' || data === null) return BOOT_SECONDS;
    if ('boot' in data) this.booted(guestBoot.parse(data.boot));
    else if ('begin' in data && typeof data.begin === 'number') return this.begin(data.begin);
    else if ('case' in data) this.answer(guestAnswer.parse(data));
    else this.ended = true;
    return BOOT_SECONDS;
  }

  private booted(boot: GuestBoot): void {
    this.boot = boot;
    this.run.onBoot(boot);
  }

  private begin(id: number): number {
    this.at = id;
    const one = this.byId.get(id);
    return one === undefined ? BOOT_SECONDS : patience(one);
  }

  private answer(answer: GuestAnswer): void {
    const one = this.byId.get(answer.case);
    if (one === undefined) return;
    this.answered.add(one.id);
    this.at = undefined;
    this.report(one, answer);
  }

  report(one: LabCase, answer: GuestAnswer | undefined): void {
    const row = rowOf(this.boot?.release ?? 'unknown', one, answer);
    this.run.onRow(row);
    const time = row.seconds === null ? '' : ` in ${row.seconds} s`;
    const cures = row.strategies.map((s) => `${s.strategy} ${s.completed ? 'frees' : 'does not'}`);
    this.run.progress(
      [`${one.function} under ${one.workload}: ${row.outcome}${time}`, ...cures].join(', '),
    );
  }
}

async function reasonOf(end: MachineEnd, folder: string): Promise<string> {
  if (end.kind === 'failed') return end.why;
  return `${end.kind}; its last words: ${await consoleEnd(join(folder, 'console'))}`;
}

async function bootOnce(
  run: LabRun,
  cases: readonly LabCase[],
  folder: string,
  limit: number,
): Promise<{ session: Session; end: MachineEnd }> {
  const plan = new TextEncoder().encode(`${cases.map(guestLine).join('\n')}\n`);
  const image = initramfs([...run.guest, { path: 'plan', content: plan, program: false }]);
  const path = join(folder, 'initramfs.gz');
  await writeFile(path, gzipSync(image, { level: 1 }));
  const session = new Session(run, new Map(cases.map((one) => [one.id, one])));
  const end = await runMachine(
    { ...run.machine, initramfs: path, console: join(folder, 'console') },
    (line) => session.line(line),
    limit,
    run.signal,
  );
  return { session, end };
}

/**
 * Asks every case, in as many boots as that takes: a machine that hangs or cannot be used any more is
 * followed by a new one with what is left. A case in which the machine was lost is reported as `lost`.
 * Returns early, with fewer rows, when the time is over or the signal says so.
 * Rejects when a machine does not come up at all.
 */
export async function runCases(run: LabRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'livepatch-lab-'));
  const begin = Date.now();
  const isTold = (): boolean => run.signal?.aborted === true;
  try {
    let left = run.cases;
    let failed = 0;
    while (left.length > 0) {
      const limit = run.limit - (Date.now() - begin) / 1000;
      if (isTold()) return;
      if (limit <= 0) {
        run.progress(`out of time with ${left.length} cases left`);
        return;
      }
      run.progress(`booting with ${left.length} cases`);
      const { session, end } = await bootOnce(run, left, folder, limit);
      if (isTold()) return;
      if (session.boot === undefined) {
        const why = await reasonOf(end, folder);
        failed += 1;
        if (failed > MOST_FAILED_BOOTS) throw new Error(`the machine did not come up: ${why}`);
        run.progress(`the machine did not come up, trying again: ${why}`);
        continue;
      }
      const lost = left.find((one) => one.id === session.at);
      if (lost !== undefined && run.limit > (Date.now() - begin) / 1000) {
        session.report(lost, undefined);
        session.answered.add(lost.id);
      }
      if (session.answered.size === 0) throw new Error('the machine answered nothing');
      left = left.filter((one) => !session.answered.has(one.id));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
