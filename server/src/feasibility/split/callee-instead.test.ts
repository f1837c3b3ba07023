import { expect, test } from 'vitest';
import type { CParser } from '../../ports/c-parser.ts';
import type { FunctionKnowledge } from '../../stacks/model.ts';
import { profileFor } from '../../transition/profiles.ts';
import { explainFunctions } from '../check.ts';
import { tableKnowledge } from '../testing/table-knowledge.ts';
import { calleesInstead } from './callee-instead.ts';

const table = `
do_idle          yes  idle-outer    cpu_startup_entry do_idle schedule_idle __schedule
enter_state      yes  idle-inner    cpu_startup_entry do_idle enter_state
idle_call=do_idle  unknown  idle-inner  cpu_startup_entry do_idle idle_call
poll_hidden      no   idle-inner    cpu_startup_entry do_idle poll_hidden
worker           yes  thread-main   kthread worker schedule                    idle event
prepare          yes  leaf
work             yes  transient
waits_too        yes  thread-wait   kthread worker waits_too schedule          idle event
alone            yes  thread-main   kthread alone schedule                     idle event
`;

/** `caller: callee@line, …` */
const calls = `
do_idle: poll_hidden@10, idle_call@12, schedule_idle@20
idle_call: enter_state@5
worker: prepare@1, waits_too@2, work@3
`;

/** The table's functions, with the calls between them. */
function knowledgeWithCalls(): FunctionKnowledge {
  const lines = calls.trim().split('\n');
  const byCaller = new Map(
    lines.map((line) => {
      const [caller = '', list = ''] = line.split(': ');
      const callees = list.split(', ').map((each) => {
        const [name = '', at] = each.split('@');
        return { name, file: 'kernel/x.c', line: Number(at) };
      });
      return [caller, callees];
    }),
  );
  return { ...tableKnowledge(table), callees: (name) => byCaller.get(name) ?? [] };
}

/** Resident functions, and what can be patched in their stead. */
const cases = `
do_idle  enter_state
worker   work
alone    -
`;

test.each(
  cases
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/)),
)('in the stead of %s: %s', (name = '', expected) => {
  expect(calleesInstead(knowledgeWithCalls(), unparsed, name, undefined).join(' ') || '-').toBe(
    expected,
  );
});

/** Functions named by hand are looked up; nothing is parsed where no tree's text is at hand. */
const unparsed: CParser = {
  binding: 'wasm',
  parse: () => {
    throw new Error('nothing is parsed here');
  },
};

function splitOf(name: string): { title: string; how: string } | undefined {
  const knowledge = knowledgeWithCalls();
  const report = explainFunctions([name], {
    parser: unparsed,
    tree: undefined,
    profile: profileFor('6.1'),
    eras: [],
    knowledgeFor: () => knowledge,
  });
  const outcomes = report.functions.flatMap((one) => one.verdicts).flatMap((one) => one.strategies);
  const split = outcomes.find((one) => one.id === 'split-patch');
  return split === undefined ? undefined : { title: split.title, how: split.how ?? '' };
}

test('the strategy names them', () => {
  expect(splitOf('worker')).toEqual({
    title:
      'Leave the function that they sit in out of the patch; patch one that it calls instead: work()',
    how: 'Move the change into a function that is called after the wait, and patch that one. worker() calls work(): patchable, and back before the task sleeps for long. Take one that is called on each pass.',
  });
});

test('the strategy says when none is known', () => {
  expect(splitOf('alone')?.how).toBe(
    'Move the change into a function that is called after the wait, and patch that one. Of alone() no callee is known that can be patched and returns each time.',
  );
});
