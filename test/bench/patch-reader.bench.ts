import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PatchReading, readPatch } from '../../server/src/patch/read.ts';

const runs = 20;

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

function timed(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/** The diff of kernel/ between both trees, as `diff -ruNp` writes it. */
function makeDiff(folder: string): string | undefined {
  const { LIVEPATCH_KERNEL_6_1: old, LIVEPATCH_KERNEL_6_12: new_ } = process.env;
  if (old === undefined || new_ === undefined || !existsSync(join(old, 'kernel'))) {
    return undefined;
  }
  const { stdout } = spawnSync('diff', ['-ruNp', join(old, 'kernel'), join(new_, 'kernel')], {
    maxBuffer: 1 << 28,
  });
  const path = join(folder, 'kernel.diff');
  writeFileSync(path, stdout);
  return path;
}

/** Peak memory in MB of a process of its own that reads the file, and of one that does nothing. */
function peak(path: string): { readonly reading: number; readonly empty: number } {
  const measure = (read: boolean): number => {
    const { stdout } = spawnSync(process.execPath, [process.argv[1] ?? ''], {
      env: { ...process.env, LIVEPATCH_BENCH_PEAK: read ? path : 'nothing' },
    });
    return Number(stdout.toString().trim()) / 1024;
  };
  return { reading: measure(true), empty: measure(false) };
}

/** Time and memory of reading the diff of kernel/ between 6.1 and 6.12, beside git and lsdiff. */
export default async function bench(report: (line: string) => void): Promise<void> {
  const { LIVEPATCH_BENCH_PEAK: asked } = process.env;
  if (asked !== undefined) {
    const document = asked === 'nothing' ? undefined : readPatch(readFileSync(asked, 'utf8'));
    report(String(process.resourceUsage().maxRSS + 0 * (document?.messages.length ?? 0)));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'livepatch-bench-'));
  try {
    const path = makeDiff(folder);
    if (path === undefined) {
      report('Left out: LIVEPATCH_KERNEL_6_1 and LIVEPATCH_KERNEL_6_12 must name kernel trees.');
      return;
    }
    const text = readFileSync(path, 'utf8');
    const files = readPatch(text).messages.flatMap((message) => message.files);
    const hunks = files.reduce((sum, file) => sum + file.hunks.length, 0);
    const megabytes = Buffer.byteLength(text) / 2 ** 20;
    report(`${megabytes.toFixed(1)} MB, ${files.length} files, ${hunks} hunks; median of ${runs}`);
    const ours: number[] = [];
    const git: number[] = [];
    const lsdiff: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      ours.push(timed(() => readPatch(readFileSync(path, 'utf8'))));
      git.push(timed(() => spawnSync('git', ['apply', '--numstat', path], { cwd: '/' })));
      lsdiff.push(timed(() => spawnSync('lsdiff', [path])));
    }
    const ratio = median(ours) / median(git);
    report(`read, warm process:    ${median(ours).toFixed(1)} ms (${ratio.toFixed(2)} x git)`);
    report(`git apply --numstat:   ${median(git).toFixed(1)} ms`);
    report(`lsdiff:                ${median(lsdiff).toFixed(1)} ms`);
    const { reading, empty } = peak(path);
    const times = (reading - empty) / megabytes;
    report(
      `peak memory:           ${reading.toFixed(0)} MB, ${empty.toFixed(0)} MB empty: ${times.toFixed(1)} x the file`,
    );
    report(`keystroke, median:     ${keystrokes(text).toFixed(2)} ms`);
    for (const [name, line] of noises) {
      const noise = line.repeat(Math.floor((50 * 2 ** 20) / line.length));
      const spent = timed(() => readPatch(noise));
      report(`50 MB of ${`${name}:`.padEnd(13)} ${(spent / 1000).toFixed(1)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Texts that look like patches and are none. */
const noises: readonly (readonly [string, string])[] = [
  ['binary', '\0\u0001\u0002\u00ff+\n\r'],
  ['one line', 'x'],
  ['added lines', '+foo(;{\n'],
  ['headers', 'diff --git a b\n'],
  ['quotes', '> > +foo();\n'],
];

/** Milliseconds that a key typed somewhere in the document costs, reading it again. */
function keystrokes(text: string): number {
  let reading = PatchReading.of(text);
  const times: number[] = [];
  for (let key = 0; key < 200; key += 1) {
    const line = (key * 7919) % reading.source.count;
    const at = { line, character: 1 };
    times.push(
      timed(() => {
        reading = reading.edit({ start: at, end: at }, 'x');
      }),
    );
  }
  return median(times);
}
