import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { knowledgeFromFacts } from '../../server/src/stacks/from-facts.ts';

/** Residency held to stacks of tasks asleep in a hundred ways (`crowd/README.md`), on four kernels. */

const factsOf: readonly (readonly [version: string, facts: string])[] = [
  ['5.10', '../kernel-truth/facts/linux-5.10.facts.br'],
  ['6.1', '../../server/facts/linux-6.1.facts.br'],
  ['6.12', '../../server/facts/linux-6.12.facts.br'],
  ['7.3', '../kernel-truth/facts/linux-7.3.facts.br'],
];

/** Labels of assembly, which the facts have nothing of, and the C function right above them. */
const entries = /^(entry_|ret_from_fork|asm_|do_syscall_64$|rep_movs|copy_user_)/;

/** What is not explained, and why. */
const unexplained: Readonly<Record<string, string>> = {
  fsnotify:
    'most of what happens to files comes by it, and only permission events for fanotify wait',
  __fsnotify_parent: 'as fsnotify()',
  copy_page_to_iter:
    'whoever copies to user memory may fault, and only a userfaultfd monitor can leave that unanswered',
  _copy_to_iter: 'as copy_page_to_iter()',
  __copy_user_nocache: 'as copy_page_to_iter()',
  pipe_to_sendpage: 'one of several actors that splice_from_pipe() is given (before 6.5)',
  sock_sendpage: 'as pipe_to_sendpage(), which alone calls it',
  kernel_sendpage: 'as sock_sendpage()',
  inet_sendpage: 'as sock_sendpage()',
  tcp_sendpage: 'as sock_sendpage()',
  do_tcp_sendpages: 'as sock_sendpage()',
  io_worker_handle_work: 'what waits is the work, whose kind is behind three pointers (5.10)',
  down_interruptible: 'a lock, which seccomp before 5.19 waits for events by',
};

const fleeting: ReadonlySet<string> = new Set(['transient', 'leaf', 'interrupt']);

describe.each(factsOf)('the stacks of a crowd on Linux %s', (version, facts) => {
  const bytes = readFileSync(new URL(facts, import.meta.url));
  const knowledge = knowledgeFromFacts(brotliDecompressSync(bytes));
  const text = readFileSync(new URL(`crowd/${version}.txt`, import.meta.url), 'utf8');
  const stacks = text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').slice(2));
  const names = [...new Set(stacks.flat())].filter((name) => !entries.test(name));

  test('are explained, or it is said why not', () => {
    const missed = names.filter((name) => {
      const kinds = knowledge.lookup(name)?.residency ?? [];
      return !kinds.some(({ kind }) => !fleeting.has(kind));
    });
    const plain = missed.map((name) => name.replace(/\..*$/, ''));
    expect(plain.filter((name) => unexplained[name] === undefined)).toEqual([]);
    expect(names.length).toBeGreaterThan(200);
    expect(missed.length).toBeLessThan(11);
  });
});
