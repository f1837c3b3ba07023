import { spawnSync } from 'node:child_process';

/** What a program printed, its messages, and how it ended. Bytes are one character each. */
export interface Run {
  readonly out: string;
  readonly errors: string;
  readonly ok: boolean;
}

/** Runs a program on `input` (one character for each byte). */
export function run(command: string, args: readonly string[], input = '', cwd?: string): Run {
  const { stdout, stderr, status, error } = spawnSync(command, [...args], {
    input: Buffer.from(input, 'latin1'),
    cwd,
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  return {
    out: stdout.toString('latin1'),
    errors: stderr.toString('latin1'),
    ok: status === 0,
  };
}

/** Whether a program is installed. */
export function has(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

/** One file as `git apply --numstat` counts it; `-` stands for binary. */
export interface Counted {
  readonly path: string;
  readonly added: string;
  readonly removed: string;
}

/**
 * What git reads of a patch with `strip` leading directories taken off the names; with `-z`, so
 * that names come unquoted. Renames come as two further names.
 */
export function numstat(
  patch: string,
  strip: number,
): Run & { readonly files: readonly Counted[] } {
  const done = run('git', ['apply', '--numstat', '-z', `-p${strip}`, '--unsafe-paths'], patch, '/');
  const fields = done.out.split('\0');
  const files: Counted[] = [];
  for (const field of fields) {
    const [added, removed, path] = field.split('\t');
    if (added !== undefined && removed !== undefined && path !== undefined) {
      files.push({ added, removed, path });
    }
  }
  return { ...done, files };
}

/** The names that `lsdiff` lists, as they are written. */
export function lsdiff(patch: string): readonly string[] {
  return run('lsdiff', [], patch)
    .out.split('\n')
    .filter((line) => line !== '');
}

/** What `git mailinfo` reads of a mail. */
export interface MailInfo {
  readonly author: string | undefined;
  readonly email: string | undefined;
  readonly subject: string | undefined;
  readonly date: string | undefined;
  readonly patch: string;
}

/** Runs `git mailinfo` in `folder`, which it writes two files to. The subject keeps its brackets. */
export function mailinfo(mail: string, folder: string, read: (path: string) => string): MailInfo {
  const { out } = run('git', ['mailinfo', '-k', `${folder}/msg`, `${folder}/patch`], mail, folder);
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(Buffer.from(out, 'latin1').toString('utf8'))?.[1];
  return {
    author: field('Author'),
    email: field('Email'),
    subject: field('Subject'),
    date: field('Date'),
    patch: read(`${folder}/patch`),
  };
}
