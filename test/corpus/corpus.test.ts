import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { applyFile } from '../../server/src/patch/apply.ts';
import { toFileLines } from '../../server/src/patch/file-text.ts';
import type { FilePatch, PatchDocument } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read.ts';
import { has, lsdiff, mailinfo, numstat, run } from './oracles.ts';
import { makeSamples, type Sample, samplesIn } from './patches.ts';

const {
  LIVEPATCH_CORPUS: corpus,
  LIVEPATCH_KERNEL_6_1: oldTree,
  LIVEPATCH_KERNEL_6_12: newTree,
} = process.env;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const work = mkdtempSync(join(tmpdir(), 'livepatch-corpus-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const given = corpus === undefined ? [] : samplesIn(corpus);
const made =
  oldTree === undefined || newTree === undefined ? [] : makeSamples(oldTree, newTree, work);
if (corpus === undefined) say('LIVEPATCH_CORPUS is not set: no patches are read from a folder.');
if (made.length === 0) {
  say('LIVEPATCH_KERNEL_6_1 and LIVEPATCH_KERNEL_6_12 are not both set: no diffs are made.');
}
const samples: readonly Sample[] = [...given, ...made];

function filesOf(document: PatchDocument): readonly FilePatch[] {
  return document.messages.flatMap((message) => message.files);
}

function pathOf(file: FilePatch): string {
  return file.newPath ?? file.oldPath ?? '';
}

/** One line for each file: counts and path, as git prints them. */
function counts(files: readonly FilePatch[]): readonly string[] {
  return files.map((file) => {
    const isBinary = file.change === 'binary' || file.isBinary;
    const [added, removed] = isBinary ? ['-', '-'] : [file.added, file.removed];
    return `${added} ${removed} ${pathOf(file)}`;
  });
}

const lineOfError = /(?:at|on) line (\d+)/;

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    yield state;
  }
}

/** Each sample once more with a line cut out, doubled, its mark lost, or the rest cut off. */
const damaged: readonly Sample[] = samples.flatMap(({ name, text }, index) => {
  const lines = text.split('\n');
  const random = numbers(index + 1);
  return ['cut', 'doubled', 'unmarked', 'ended'].map((damage) => {
    const at = random.next().value % Math.max(lines.length - 1, 1);
    const [head, line = '', rest] = [lines.slice(0, at), lines[at], lines.slice(at + 1)];
    const middle: Readonly<Record<string, readonly string[]>> = {
      doubled: [line, line],
      unmarked: [`no mark ${line}`],
    };
    const kept = damage === 'ended' ? [''] : [...(middle[damage] ?? []), ...rest];
    return { name: `${name}, line ${at + 1} ${damage}`, text: [...head, ...kept].join('\n') };
  });
});

describe.skipIf(samples.length === 0)('files and counts equal git apply --numstat', () => {
  test.each([...samples, ...damaged])('$name', ({ text }) => {
    const document = readPatch(text);
    const ours = counts(filesOf(document)).join('\n');
    const runs = [1, 0, 2].map((strip) => numstat(text, strip));
    const answers = runs.map(({ files }) =>
      files.map(({ added, removed, path }) => `${added} ${removed} ${path}`).join('\n'),
    );
    const accepted = runs.findIndex(({ ok }, index) => ok && answers[index] === ours);
    if (runs.some(({ ok }) => ok)) {
      expect(ours).toBe(answers[Math.max(accepted, 0)]);
      return;
    }
    // With the wrong number of directories taken off git complains of the names instead.
    const [error] = runs.map(({ errors }) => errors).filter((text) => !/inconsistent/.test(text));
    const line = lineOfError.exec(error ?? '')?.[1];
    if (line === undefined) {
      say(`git has no word on it: ${error?.trim()}`);
      return;
    }
    const named = document.problems.map((problem) => problem.range.start.line + 1);
    expect(named, error).toContain(Number(line));
  });
});

describe.skipIf(samples.length === 0 || !has('lsdiff'))('file lists equal lsdiff', () => {
  test.each(samples)('$name', ({ text }) => {
    const theirs = lsdiff(text);
    // lsdiff does not list what git calls binary, nor changes of mode alone; of a rename it lists
    // the name that it likes better.
    const ours = filesOf(readPatch(text)).filter(
      (file) => file.hunks.length > 0 || theirs.some((name) => name.endsWith(pathOf(file))),
    );
    expect(ours.map(pathOf).length).toBe(theirs.length);
    for (const [index, file] of ours.entries()) {
      const paths = [file.newPath, file.oldPath].filter((path) => path !== undefined);
      expect(
        paths.some((path) => theirs[index]?.endsWith(path)),
        `${theirs[index]} ${paths}`,
      ).toBe(true);
    }
  });
});

const mails = samples.filter(({ text }) => /^(?:From |Return-Path:|Received:|From:)/.test(text));

describe.skipIf(mails.length === 0)('mails agree with git mailinfo', () => {
  test.each(mails)('$name', ({ text }) => {
    const info = mailinfo(text, work, (path) => readFileSync(path, 'latin1'));
    const document = readPatch(Buffer.from(text, 'latin1').toString('utf8'));
    const [message] = document.messages;
    expect(message?.headers?.subject?.replace(/\s+/g, ' ')).toBe(info.subject);
    expect(message?.headers?.from).toContain(info.email);
    expect(message?.headers?.date).toBe(info.date);
    expect(counts(message?.files ?? [])).toEqual(counts(filesOf(readPatch(info.patch))));
  });
});

/** The old files of a patch, put into `folder` from the tree; false when one is not there. */
function setUp(files: readonly FilePatch[], tree: string, folder: string): boolean {
  try {
    for (const { oldPath } of files) {
      if (oldPath !== undefined) {
        mkdirSync(dirname(join(folder, oldPath)), { recursive: true });
        writeFileSync(join(folder, oldPath), readFileSync(join(tree, oldPath)));
      }
    }
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(oldTree === undefined)('applying in memory equals git apply to the byte', () => {
  test.each(samples)('$name', ({ name, text }) => {
    const files = filesOf(readPatch(text));
    const folder = mkdtempSync(join(work, 'apply-'));
    if (oldTree === undefined || !setUp(files, oldTree, folder)) {
      say(`${name}: the tree has not all of its files`);
      return;
    }
    const zero = files.some(({ hunks }) =>
      hunks.some(({ lines }) => lines.every((line) => line.kind !== 'context')),
    );
    const args = ['apply', '--whitespace=nowarn', ...(zero ? ['--unidiff-zero'] : [])];
    const applied = [1, 0, 2].find((strip) => run('git', [...args, `-p${strip}`], text, folder).ok);
    if (applied === undefined) {
      say(`${name}: git does not apply it`);
      return;
    }
    for (const file of files) {
      if (file.hunks.length === 0 || file.isBinary || file.newPath === undefined) continue;
      const old =
        file.oldPath === undefined ? '' : readFileSync(join(oldTree, file.oldPath), 'latin1');
      const { lines, misses } = applyFile(toFileLines(old), file);
      expect(misses, pathOf(file)).toEqual([]);
      const theirs = readFileSync(join(folder, file.newPath), 'latin1');
      expect(lines.join('') === theirs, pathOf(file)).toBe(true);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
