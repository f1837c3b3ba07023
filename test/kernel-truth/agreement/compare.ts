import { withoutClone } from '../../../server/src/kernel/symbols/clones.ts';
import type { CaseRow, GuestBoot } from '../../../server/src/lab/record.ts';
import type { FunctionKnowledge, Residency } from '../../../server/src/stacks/model.ts';
import { judge } from '../../../server/src/transition/judge.ts';
import type { Scenario, Verdict } from '../../../server/src/transition/model.ts';
import { profileFor } from '../../../server/src/transition/profiles.ts';
import { judgeWith, strategies } from '../../../server/src/transition/strategies/index.ts';
import { machineOf } from './machine.ts';

/** The recorded strategy's name, and the tool's. */
const strategyIds: Readonly<Record<string, string>> = {
  wait: 'wait',
  flush: 'flush-schedule-on-each-cpu',
  busy: 'flush-busy-program',
  'stop-10ms': 'stop-hog-briefly',
  'stop-hog': 'stop-hog',
  'kill-hog': 'end-hog',
  'move-hog': 'move-hog',
  'lower-hog-priority': 'lower-hog-priority',
  'freeze-v1': 'freeze-cgroup-v1',
  'freeze-v2': 'freeze-cgroup-v2',
  thaw: 'thaw',
  'restart-thread': 'restart-thread',
  reonline: 'cpu-offline-online',
  'stop-continue-blockers': 'stop-blocker',
  'continue-stopped': 'continue-blocker',
  'interrupt-blockers': 'ptrace-interrupt',
  'kill-blockers': 'end-blocker',
  reverse: 'reverse',
  force: 'force',
};

/** One thing that both the kernel and the tool were asked. */
export interface Comparison {
  readonly what: 'loadable' | 'outcome' | 'blocker' | 'seconds' | 'strategy';
  readonly agrees: boolean;
  /** "do_idle under hog1 on 6.1.0-56-amd64". */
  readonly question: string;
  readonly recorded: string;
  readonly tool: string;
}

/** A question that the tool was not asked, and why. */
export interface Unasked {
  readonly question: string;
  readonly why: string;
}

export type Compared = Comparison | Unasked;

/** The first tries are over by then; the fake signals come at the 16th (seconds). */
const FIRST_TRIES = 8;

const early = 'at the first tries';
const late = 'at the fake signals';

/**
 * Emulated machines are slow, so seconds are compared by what they depend on: whether the kernel had
 * to send fake signals (`klp_send_signals()` says so in its log).
 */
function recordedPace(row: CaseRow): string {
  return row.messages.some(([, text]) => text.includes('signaling remaining tasks')) ? late : early;
}

/** What the recording could not watch. */
function cannotAsk(row: CaseRow): string | undefined {
  if (row.messages.some(([, text]) => text.includes('reversing transition'))) {
    return 'the load had not completed when it was disabled: a reversal, not a disable';
  }
  if (row.errno === 'ENOEXEC')
    return 'the lab did not know the bytes at its start, and did not try';
  if (row.outcome === 'lost') return 'the machine was lost';
  if (row.outcome === 'no-such-workload') return 'the workload could not be started';
  return undefined;
}

/** Two tries of leeway for a kernel that was sooner: the first retry alone comes after 0.75 to 1.75 s. */
const LEEWAY = 2;

/** A stall in the lab is a transition still open after `polled` seconds. */
function toolOutcome(verdict: Verdict, row: CaseRow): string {
  const { seconds } = verdict.timed;
  const time = row.outcome === 'complete' ? Math.max(row.polled + LEEWAY, FIRST_TRIES) : row.polled;
  return seconds !== undefined && seconds <= time ? 'complete' : 'stalled';
}

/** Strategies that the guest applies to the blockers that it finds in `/proc`. */
const ON_BLOCKERS = /-blockers$/;

/** Strategies that can need the fake signals, and were given the time for them. */
const NEEDS_SIGNALS = new Set(['wait', 'thaw']);

/** Why a strategy was not what its name says. */
function notTried(row: CaseRow, strategy: string): string | undefined {
  return ON_BLOCKERS.test(strategy) && row.blockerCount === 0
    ? 'a thread of a process blocked, which /proc lists nowhere at its top: nobody was signalled'
    : undefined;
}

function strategyComparisons(row: CaseRow, scenario: Scenario, question: string): Compared[] {
  return row.strategies.flatMap((tried): Compared[] => {
    const why = notTried(row, tried.strategy);
    if (why !== undefined) return [{ question: `${question}, ${tried.strategy}`, why }];
    const strategy = strategies.find((one) => one.id === strategyIds[tried.strategy]);
    const withIt =
      strategy === undefined || !strategy.exists(scenario)
        ? undefined
        : judgeWith(scenario, strategy.id === 'wait' ? [] : [strategy], { limit: 24 });
    const limit = 1 + row.polled + tried.seconds;
    const freed =
      withIt?.timed.seconds !== undefined &&
      withIt.timed.seconds <= (NEEDS_SIGNALS.has(tried.strategy) ? limit : FIRST_TRIES);
    return [
      {
        what: 'strategy',
        agrees: freed === tried.completed,
        question: `${question}, ${tried.strategy}`,
        recorded: tried.completed ? 'frees' : 'does not free',
        tool: withIt === undefined ? 'not offered' : freed ? 'frees' : 'does not free',
      },
    ];
  });
}

/** Every task is switched, and yet it does not end: the kernel then names nobody. */
const completing = 'all are switched, completing';

/** `swapper/1:0 is sleeping on function do_idle` gives the kind of task and the reason. */
function blockerKinds(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.map((line) => {
      if (/ (never leaves|is waiting for) the CPU/.test(line)) return completing;
      const [, task = '', reason = ''] = /^(.*):\d+ (is .*|has .*)$/.exec(line) ?? [];
      return `${task.startsWith('swapper/') ? task : 'a task'} ${reason}`;
    }),
  );
}

/**
 * The kernel's last words on each task. One that runs just then is not looked into: what the first try
 * found on its stack stands (on 5.10 an io_uring worker spins from the first fake signals on).
 */
function lastWords({ firstTry, lastTry }: CaseRow): readonly string[] {
  const running = lastTry.filter((line) => line.endsWith(' is running'));
  const tasks = running.map((line) => line.slice(0, -'is running'.length));
  return [
    ...lastTry,
    ...firstTry.filter((line) => tasks.some((task) => line.startsWith(`${task}is sleeping on`))),
  ];
}

/** Who keeps the transition open, and in which of the kernel's words. */
function blockerComparison(row: CaseRow, verdict: Verdict, question: string): Comparison {
  // A run that completes after the recorded time has no blockers at its end, but has those it began with.
  const later = verdict.timed.blockers.length === 0;
  const named = later
    ? verdict.firstTry.filter((one) => one.reason === 'is sleeping on function')
    : verdict.timed.blockers;
  const isCompleting = row.messages.some(([, text]) => /: completing \w+ transition$/.test(text));
  const recorded = isCompleting
    ? new Set([completing])
    : blockerKinds(later ? row.firstTry : lastWords(row));
  // Where the retry's own work waits for a CPU the kernel makes no try, and has no word for that.
  const sayable = isCompleting
    ? named
    : named.filter((one) => one.reason !== 'is waiting for the CPU');
  const tool = blockerKinds(
    sayable.map(
      (one) => `${one.task}:0 ${one.reason}${one.function === undefined ? '' : ` ${one.function}`}`,
    ),
  );
  return {
    what: 'blocker',
    agrees: tool.size > 0 && [...tool].every((one) => recorded.has(one)),
    question,
    recorded: [...recorded].join(', '),
    tool: [...tool].join(', '),
  };
}

/** What the tool says of the function before any machine is thought of. */
interface Known {
  /** `undefined` for functions of the laboratory's own modules, which no tree has. */
  readonly loadable: Comparison | undefined;
  readonly residency: readonly Residency[];
}

/**
 * Whether the kernel takes the patch. Where the recording names the kernel's symbols, the tool is asked
 * as with a symbol list: an `old_name` has to be a symbol, and a clone has another name.
 */
function known(row: CaseRow, knowledge: FunctionKnowledge, question: string): Known | Unasked {
  if (row.object !== '') return { loadable: undefined, residency: [] };
  const plain = withoutClone(row.function);
  const answer = knowledge.lookup(plain);
  const recorded =
    row.outcome === 'not-loadable' ? `not loadable (${row.errno})` : ('loadable' as const);
  const named = row.symbols?.some(([, name]) => name === row.function) ?? true;
  if (answer === undefined && named && row.outcome !== 'not-loadable') {
    return { question, why: 'not among the facts' };
  }
  // What only a symbol list can tell, the recording's tells.
  const listed = row.symbols?.find(([, name]) => name === row.function);
  const told = answer?.patchable.answer === 'unknown' && listed !== undefined;
  const refused =
    !named ||
    answer === undefined ||
    (told ? !listed[2] : answer.patchable.answer === 'no' || !answer.effectiveSet.includes(plain));
  const tool = !named
    ? `no symbol of that name (${row.symbols?.map(([, name]) => name).join(', ') || 'none'})`
    : answer === undefined
      ? 'no such function'
      : `patchable: ${answer.patchable.answer} (${answer.patchable.reason})`;
  const agrees = refused === (row.outcome === 'not-loadable');
  return {
    loadable: { what: 'loadable', agrees, question, recorded, tool },
    residency: refused ? [] : answer.residency,
  };
}

/** How it went on, once loaded. */
function went(
  row: CaseRow,
  boot: GuestBoot,
  residency: readonly Residency[],
  knowledge: FunctionKnowledge,
  question: string,
): readonly Compared[] {
  const scenario: Scenario = {
    title: question,
    profile: profileFor(row.kernel),
    machine: machineOf(row, boot, residency, knowledge),
    functions: [row.function, withoutClone(row.function)],
    direction: row.direction,
  };
  const verdict = judge(scenario, { limit: Math.max(row.polled, FIRST_TRIES) + 2 });
  const said = toolOutcome(verdict, row);
  const recorded = row.outcome === 'hangs' ? 'stalled' : row.outcome;
  const outcome: Comparison = {
    what: 'outcome',
    agrees: said === recorded,
    question,
    recorded: `${recorded}${row.seconds === null ? '' : ` in ${row.seconds} s`}`,
    tool: `${said}${verdict.timed.seconds === undefined ? '' : ` in ${verdict.timed.seconds} s`}; for all runs: ${verdict.outcome}`,
  };
  if (!outcome.agrees) return [outcome];
  if (row.seconds !== null && verdict.timed.seconds !== undefined) {
    const mine = verdict.timed.signalRounds > 0 ? late : early;
    const seconds: Comparison = {
      what: 'seconds',
      agrees: mine === recordedPace(row),
      question,
      recorded: `${row.seconds} s, ${recordedPace(row)}`,
      tool: `${verdict.timed.seconds} s, ${mine}`,
    };
    return [outcome, seconds];
  }
  return [
    outcome,
    blockerComparison(row, verdict, question),
    ...strategyComparisons(row, scenario, question),
  ];
}

/** Asks the tool what the kernel was asked in `row`, and lays its answers beside the recorded ones. */
export function compare(
  row: CaseRow,
  boot: GuestBoot,
  knowledge: FunctionKnowledge,
): readonly Compared[] {
  const boots = /(?:idle=poll|nohz_full=\S+)/.exec(boot.cmdline);
  const direction = row.direction === 'load' ? '' : `, ${row.direction}`;
  const question = `${row.function} under ${row.workload}${direction}${boots === null ? '' : `, ${boots[0]}`}`;
  const why = cannotAsk(row);
  if (why !== undefined) return [{ question, why }];
  const what = known(row, knowledge, question);
  if ('why' in what) return [what];
  const { loadable, residency } = what;
  const first = loadable === undefined ? [] : [loadable];
  if (row.outcome === 'not-loadable' || loadable?.agrees === false) return first;
  return [...first, ...went(row, boot, residency, knowledge, question)];
}
