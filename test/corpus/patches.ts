import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './oracles.ts';

/** A patch to try; `text` has one character for each byte. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

const patchName = /\.(?:patch|diff|mbox|mbx|eml|txt|mail)$/;

/** Every patch file below a folder. */
export function samplesIn(folder: string): readonly Sample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => patchName.test(name) && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));
}

/** Folders of the kernel whose changes between two releases hold every shape of hunk. */
const folders = ['kernel/livepatch', 'kernel/sched', 'fs/proc', 'mm', 'arch/x86/entry', 'net/core'];

const diffs: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['plain', ['-ruN']],
  ['functions', ['-ruNp']],
  ['no context', ['-rN', '-U0']],
  ['one line', ['-rN', '-U1']],
  ['much context', ['-rNp', '-U25']],
];

const gitDiffs: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['git', []],
  ['git renames', ['-M30', '-C30', '--find-copies-harder']],
  ['git no prefix', ['--no-prefix', '-U0']],
  ['git binary', ['--binary', '--full-index']],
];

const author = ['-c', 'user.name=Jörg Müller', '-c', 'user.email=joerg@example.org'];

/**
 * Diffs between two kernel trees, made in `work` by `diff`, `git diff` and `git format-patch`. Each
 * folder of each tree stands there as `a/FOLDER` and `b/FOLDER`, and both as two commits in `git/`.
 */
export function makeSamples(oldTree: string, newTree: string, work: string): readonly Sample[] {
  copyFolders(oldTree, join(work, 'a'));
  copyFolders(newTree, join(work, 'b'));
  const repository = join(work, 'git');
  copyFolders(oldTree, repository);
  const git = (...args: string[]): string => run('git', [...author, ...args], '', repository).out;
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'old');
  git('rm', '-rqf', '.');
  copyFolders(newTree, repository);
  git('add', '-A');
  const subject =
    'mm: ein Übertrag von allem, was sich zwischen zwei Ausgaben geändert hat, in einem';
  git('commit', '-qm', `${subject}\n\nWith a text.`);
  const samples = folders.flatMap((folder) => [
    ...diffs.map(([name, args]) => ({
      name: `${folder} ${name}`,
      text: run('diff', [...args, `a/${folder}`, `b/${folder}`], '', work).out,
    })),
    ...gitDiffs.map(([name, args]) => ({
      name: `${folder} ${name}`,
      text: git('diff', ...args, 'HEAD~', 'HEAD', '--', folder),
    })),
    {
      name: `${folder} mail`,
      text: git('format-patch', '--stdout', '-1', '--', folder),
    },
  ]);
  for (const { name, text } of samples) {
    writeFileSync(join(work, `${name.replaceAll('/', '-')}.diff`), text, 'latin1');
  }
  return samples;
}

function copyFolders(tree: string, to: string): void {
  for (const folder of folders) {
    mkdirSync(join(to, dirname(folder)), { recursive: true });
    run('cp', ['-r', '--no-preserve=mode', join(tree, folder), join(to, folder)]);
  }
}
