import { expect, it } from 'vitest';
import { wasmFiles } from '../../main/node/assets.ts';
import { loadCParser } from '../../main/node/load-c-parser.ts';
import { profileFor } from '../../transition/profiles.ts';
import { checkPatch } from '../check.ts';
import { tableKnowledge } from '../testing/table-knowledge.ts';

const table = `
do_idle          yes  idle-outer    cpu_startup_entry do_idle schedule_idle __schedule
enter_state      yes  idle-inner    cpu_startup_entry do_idle enter_state
worker           yes  thread-main   kthread worker schedule                    idle event
sleeper          yes  syscall-wait  sys_sleep sleeper schedule                 interruptible event
vfork_parent     yes  syscall-wait  sys_vfork vfork_parent schedule            killable event
small            yes  leaf
hidden           no   leaf
part=small       no   leaf
lost=hidden      no   leaf
`;

/** A patch that changes the body of `name`. */
function patchOf(name: string): string {
  return [
    '--- a/kernel/x.c',
    '+++ b/kernel/x.c',
    '@@ -1,5 +1,5 @@',
    ` static int ${name}(int a)`,
    ' {',
    '-\treturn a;',
    '+\treturn a + 1;',
    ' }',
    ' ',
    '',
  ].join('\n');
}

async function findings(release: string, text: string): Promise<readonly string[]> {
  const knowledge = tableKnowledge(table);
  const profile = profileFor(release);
  const parser = await loadCParser(wasmFiles());
  const environment = { parser, tree: undefined, profile, eras: [], knowledgeFor: () => knowledge };
  const report = await checkPatch(text, environment);
  return report.findings.map(
    ({ code, severity, range }) =>
      `${severity} ${code}${range === undefined ? '' : ` at ${range.start.line + 1}`}`,
  );
}

/** Kernel, patched function, and the findings, with the line of the document that each is at. */
const cases = `
6.1   do_idle       warning stall at 6
6.1   worker        error stall at 6; warning no-effect at 6
6.1   vfork_parent  warning may-stall at 6
6.1   sleeper       hint completes at 6
6.1   enter_state   hint completes at 6
6.1   small         hint completes at 6
5.10  small         warning quiet-cpu at 6; hint completes at 6
5.10  do_idle       error stall at 6
4.12  sleeper       warning may-stall at 6
6.1   hidden        error not-patchable at 6
6.1   part          information not-patchable at 6
6.1   lost          error not-patchable at 6
6.1   elsewhere     information unknown-function at 6
`;

const rows = cases
  .trim()
  .split('\n')
  .map((line) => line.split(/\s{2,}/));

it.each(rows)('on %s, a patch of %s: %s', async (release, name, expected) => {
  expect((await findings(release ?? '', patchOf(name ?? ''))).join('; ')).toBe(expected);
});

it('a function that the patch adds is told from one that it changes', async () => {
  const added = patchOf('small').replace(/^([- +])(?=static|\{|\}|\treturn a)/gm, '+');
  expect(await findings('6.1', added.replace('-1,5 +1,5', '-0,0 +1,6'))).toContain(
    'hint added-function at 4',
  );
});
