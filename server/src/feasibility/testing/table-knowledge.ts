import type {
  FunctionAnswer,
  FunctionKnowledge,
  Residency,
  ResidencyKind,
  Wait,
} from '../../stacks/model.ts';

/** `interruptible event` */
function waitOf(text: string | undefined): Wait | undefined {
  if (text === undefined || text === '') return undefined;
  const [state, bound] = text.split(' ') as [Wait['state'], Wait['bound']];
  return { state, bound, freezable: false };
}

function residencyOf(kind: ResidencyKind, path: string, wait: string | undefined): Residency {
  const functions = path === '' ? [] : path.split(' ');
  const tasks: Partial<Record<ResidencyKind, string>> = {
    'idle-outer': 'swapper/N',
    'idle-inner': 'swapper/N',
    'thread-main': 'kthread/%d',
    'thread-wait': 'kthread/%d',
    'syscall-wait': 'call(2)',
  };
  return {
    kind,
    business: 'main',
    task: tasks[kind] ?? 'whichever task runs it',
    wait: waitOf(wait),
    path: functions.map((name, index) => ({
      function: name,
      file: 'kernel/x.c',
      line: index + 1,
      certainty: 'certain',
    })),
    evidence: 'the table says so',
    certainty: 'certain',
  };
}

/**
 * Knowledge from a table, a function a line:
 *
 *     do_idle     yes  idle-outer    cpu_startup_entry do_idle __schedule
 *     wait_long   yes  syscall-wait  sys_x wait_long schedule               killable event
 *     small       no   leaf
 *     put_in=host no   leaf
 *
 * name (`=` the function it is inlined into), patchable, kind, call path, wait; columns are two or
 * more spaces apart.
 */
export function tableKnowledge(table: string): FunctionKnowledge {
  const answers = new Map<string, FunctionAnswer>();
  for (const line of table.trim().split('\n')) {
    const [names = '', patchable = '', kind = '', path = '', wait] = line.trim().split(/\s{2,}/);
    const [name = '', host] = names.split('=');
    answers.set(name, {
      name,
      file: 'kernel/x.c',
      line: 1,
      entry: {
        when: kind === 'thread-main' ? 'thread-start' : 'call',
        evidence: kind === 'thread-main' ? `${name}() is entered when a thread starts.` : '',
      },
      patchable: {
        answer: patchable as 'yes' | 'no' | 'unknown',
        reason: patchable === 'no' ? 'notrace' : 'nothing takes the hook away',
        evidence: 'kernel/x.c:1',
      },
      residency: [residencyOf(kind as ResidencyKind, path, wait)],
      effectiveSet: [host ?? name],
    });
  }
  return {
    origin: { kind: 'bundled', release: '6.1.0', description: 'the facts of a table' },
    lookup: (name) => answers.get(name),
  };
}
