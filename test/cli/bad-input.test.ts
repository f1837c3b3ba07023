import { expect, it } from 'vitest';
import { runInProcess } from './run.ts';

const binary = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256);
const halfHunk = `--- a/kernel/sched/idle.c
+++ b/kernel/sched/idle.c
@@ -279,6 +284,8 @@ static void do_idle(void)
 	int cpu = smp_processor_id();
`;

const files = {
  'empty.patch': '',
  'binary.patch': binary,
  'prose.patch': 'Dear all,\n\nthere is no patch in here.\n',
  'half.patch': halfHunk,
  'plain.c': 'int main(void)\n{\n\treturn 0;\n}\n',
};

/** The command, its exit code, and a part of what it says on standard error. */
const cases: readonly (readonly [command: string, code: number, says: RegExp])[] = [
  ['empty.patch', 2, /^livepatch-check: empty\.patch: .+\n$/],
  ['binary.patch', 2, /^livepatch-check: binary\.patch: .+\n$/],
  ['prose.patch', 2, /^livepatch-check: prose\.patch: .+\n$/],
  ['missing.patch', 2, /^livepatch-check: missing\.patch: no such file\n$/],
  ['half.patch --kernel-release 6.1', 0, /^$/],
  ['half.patch --kernel /proc', 2, /^livepatch-check: \/proc: .*kernel.*\n$/],
  ['half.patch --kernel /no/such/tree', 2, /\/no\/such\/tree: no such directory/],
  ['half.patch --kernel-release new', 2, /"new" is no kernel release/],
  ['half.patch --format xml', 2, /Allowed choices are text, json/],
  ['explain', 2, /missing required argument 'function'/],
  ['explain no_such_function', 2, /no_such_function: no such function in/],
  ['explain do_idle --workload storm', 2, /"storm" is no workload: expected one of idle, hog@CPU/],
  ['explain do_idle --workload hog@7', 2, /there is no CPU 7: this machine has CPUs 0 to 1/],
  ['explain do_idle --workload sleeper:dreaming', 2, /there is no system call dreaming in/],
  ['plain.c', 2, /plain\.c: no struct klp_func table/],
  ['explain do_idle --cpus none', 2, /Expected a number of CPUs/],
  ['explain do_idle --strategy pray', 2, /Allowed choices are wait/],
  ['explain do_idle --machine empty.patch', 2, /empty\.patch:1:1: the file is empty/],
  ['explain do-idle', 2, /"do-idle" is not a function name/],
  ['--no-such-option', 2, /unknown option '--no-such-option'/],
];

it.each(cases)('livepatch-check %s: exit code %i', async (command, code, says) => {
  const run = await runInProcess(command.split(' '), files);
  expect(run.errors).toMatch(says);
  expect(run.code).toBe(code);
});

it('a file that cannot be read does not hide the others', async () => {
  const run = await runInProcess(['empty.patch', 'examples/idle-loop.patch'], files);
  expect(run.errors).toContain('empty.patch');
  expect(run.out).toContain('do_idle()');
  expect(run.code).toBe(2);
});
