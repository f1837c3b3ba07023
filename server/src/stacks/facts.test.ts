import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FunctionFact } from './fact.ts';
import { FactsFile } from './facts/decode.ts';
import { encodeFacts } from './facts/encode.ts';
import { FactsError } from './facts/facts-error.ts';
import { knowledgeFromFacts } from './from-facts.ts';

function bundled(version: string): Uint8Array {
  const file = new URL(`../../facts/linux-${version}.facts.br`, import.meta.url);
  return brotliDecompressSync(readFileSync(file));
}

/** Expected: name, patchability, kinds joined by `+`. */
function check(version: string, expected: string): void {
  const knowledge = knowledgeFromFacts(bundled(version));
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim().replace(/\s+/g, ' '));
  const found = wanted.map((each) => {
    const name = each.split(' ')[0] ?? '';
    const answer = knowledge.lookup(name);
    if (answer === undefined) return `${name} unknown`;
    const kinds = [...new Set(answer.residency.map((residency) => residency.kind))].join('+');
    return `${name} ${answer.patchable.answer} ${kinds}`;
  });
  expect(found.join('\n')).toBe(wanted.join('\n'));
}

const alike = `
  schedule_idle          yes  idle-outer
  do_idle                yes  idle-outer
  cpu_startup_entry      yes  idle-outer
  call_cpuidle           yes  idle-inner
  cpuidle_enter          yes  idle-inner
  schedule               yes  scheduler
  __schedule             no   scheduler
  worker_thread          yes  thread-main
  rescuer_thread         yes  thread-main
  kthread                yes  thread-main
  kthreadd               yes  thread-main
  smpboot_thread_fn      yes  thread-main
  kswapd                 yes  thread-main
  devtmpfsd              yes  thread-main
  hrtimer_nanosleep      yes  syscall-wait
  do_nanosleep           yes  syscall-wait
  do_select              yes  syscall-wait
  futex_wait             yes  syscall-wait
  futex_wait_queue       yes  syscall-wait
  pipe_read              yes  syscall-wait
  kernel_clone           yes  syscall-wait+user-exit
  do_epoll_wait          yes  syscall-wait
  get_signal             yes  user-exit
  do_signal_stop         yes  user-exit
  preempt_schedule_irq   yes  preempted
  do_exit                yes  transient+syscall-wait
  copy_process           yes  transient+syscall-wait
  do_sys_openat2         yes  transient+syscall-wait
  cmdline_proc_show      yes  leaf
  ktime_get              yes  leaf`;

describe('the bundled facts', () => {
  test('Linux 6.1', () => {
    check(
      '6.1',
      `${alike}
      default_idle_call    yes  idle-inner
      cpuidle_enter_state  yes  idle-inner
      kmem_cache_alloc     yes  transient`,
    );
  });

  test('Linux 6.12', () => {
    check(
      '6.12',
      `${alike}
      default_idle_call    no   idle-inner
      cpuidle_enter_state  no   idle-inner
      ret_from_fork        yes  thread-main
      kmem_cache_alloc_noprof yes transient`,
    );
  });

  test.each(['6.1', '6.12'])('tell when a function is entered, Linux %s', (version) => {
    const knowledge = knowledgeFromFacts(bundled(version));
    const when = (name: string): string | undefined => knowledge.lookup(name)?.entry.when;
    expect(when('rest_init')).toBe('boot');
    expect(when('cpu_startup_entry')).toBe('cpu-start');
    expect(when('kswapd')).toBe('thread-start');
    expect(when('do_idle')).toBe('call');
  });

  test('say what they are', () => {
    const { origin } = knowledgeFromFacts(bundled('6.1'));
    expect(origin.kind).toBe('bundled');
    expect(origin.release).toMatch(/^6\.1\.\d+$/);
    expect(origin.description).toContain('Debian');
  });

  test('a compiler clone and the outer function of a system call are found', () => {
    const knowledge = knowledgeFromFacts(bundled('6.1'));
    expect(knowledge.lookup('finish_task_switch.isra.0')?.file).toBe('kernel/sched/core.c');
    expect(knowledge.lookup('finish_task_switch.isra.0')?.patchable).toMatchObject({
      answer: 'unknown',
      reason:
        'Whether the compiler made finish_task_switch.isra.0 of it, only a symbol list can tell.',
    });
    expect(knowledge.lookup('__ia32_sys_flock')?.residency[0]?.kind).toBe('syscall-wait');
    expect(knowledge.lookup('no_such_function')).toBe(undefined);
  });
});

const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const file = fc.stringMatching(/^[a-z]{1,6}\/[a-z]{1,6}\.c$/);
const line = fc.nat(100_000);
const step = fc.record({
  function: name,
  file,
  line,
  certainty: fc.constantFrom('certain', 'likely', 'guess'),
});
const residency = fc.record({
  kind: fc.constantFrom('leaf', 'syscall-wait', 'thread-main'),
  business: fc.constantFrom('main', 'side'),
  note: fc.constantFrom('no-sleep', 'own-wait', 'thread-function'),
  task: fc.string(),
  origin: fc.string(),
  wait: fc.option(
    fc.record({
      state: fc.constantFrom('interruptible', 'killable'),
      bound: fc.constantFrom('event', 'timeout'),
      freezable: fc.boolean(),
    }),
    { nil: undefined },
  ),
  path: fc.array(step, { maxLength: 6 }),
  certainty: fc.constantFrom('certain', 'guess'),
});
const fact: fc.Arbitrary<FunctionFact> = fc.record({
  name,
  file,
  line,
  patch: fc.record({
    answer: fc.constantFrom('yes', 'no', 'unknown'),
    reason: fc.constantFrom('traceable', 'attribute'),
    detail: fc.string(),
    place: fc.string(),
  }),
  entry: fc.record({ when: fc.constantFrom('call', 'boot'), place: fc.string() }),
  residency: fc.array(residency, { maxLength: 3 }),
  effectiveSet: fc.array(name, { minLength: 1, maxLength: 3 }),
});

test('what is written is read again', () => {
  const source = { release: '1.2.3', source: 'a test', rebuild: 'none' };
  const distinct = fc.uniqueArray(fact, {
    selector: (it) => `${it.file} ${it.name}`,
    maxLength: 20,
  });
  fc.assert(
    fc.property(distinct, (facts) => {
      const read = new FactsFile(encodeFacts(source, facts));
      for (const each of facts) {
        expect(read.find(each.name).filter((it) => it.file === each.file)).toEqual([each]);
      }
    }),
  );
});

test('foreign and cut bytes are refused with a reason', () => {
  const whole = encodeFacts({ release: '1.2.3', source: 'a test', rebuild: 'none' }, []);
  expect(() => new FactsFile(new Uint8Array([1, 2, 3]))).toThrow(FactsError);
  expect(
    () => new FactsFile(new TextEncoder().encode('livepatch-facts 2\n{"release":1}\n')),
  ).toThrow(/header of the bundled facts/);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (length) => {
      expect(() => new FactsFile(whole.subarray(0, length))).toThrow(FactsError);
    }),
  );
});
