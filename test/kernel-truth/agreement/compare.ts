import type { CaseRow, GuestBoot } from '../../../server/src/lab/record.ts';
import type { FunctionKnowledge } from '../../../server/src/stacks/model.ts';
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

/** A module's functions are not in the kernel's tree; and what the recording could not watch. */
function cannotAsk(row: CaseRow): string | undefined {
  if (row.object !== '') return 'a function of the laboratory’s own module, which no tree has';
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

function strategyComparisons(row: CaseRow, scenario: Scenario, question: string): Comparison[] {
  return row.strategies.flatMap((tried): Comparison[] => {
    const strategy = strategies.find((one) => one.id === strategyIds[tried.strategy]);
    const withIt =
      strategy === undefined || !strategy.exists(scenario)
        ? undefined
        : judgeWith(scenario, strategy.id === 'wait' ? [] : [strategy], { limit: 24 });
    const limit = 1 + row.polled + tried.seconds;
    const freed =
      withIt?.timed.seconds !== undefined &&
      withIt.timed.seconds <= (tried.strategy === 'wait' ? limit : FIRST_TRIES);
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

/** `swapper/1:0 is sleeping on function do_idle` gives the kind of task and the reason. */
function blockerKinds(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.map((line) => {
      const [, task = '', reason = ''] = /^(.*):\d+ (is .*|has .*)$/.exec(line) ?? [];
      return `${task.startsWith('swapper/') ? task : 'a task'} ${reason}`;
    }),
  );
}

/** Who keeps the transition open, and in which of the kernel's words. */
function blockerComparison(row: CaseRow, verdict: Verdict, question: string): Comparison {
  // A run that completes after the recorded time has no blockers at its end, but has those it began with.
  const later = verdict.timed.blockers.length === 0;
  const named = later
    ? verdict.firstTry.filter((one) => one.reason === 'is sleeping on function')
    : verdict.timed.blockers;
  const recorded = blockerKinds(later ? row.firstTry : row.lastTry);
  const tool = blockerKinds(
    named.map(
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

/** Asks the tool what the kernel was asked in `row`, and lays its answers beside the recorded ones. */
export function compare(
  row: CaseRow,
  boot: GuestBoot,
  knowledge: FunctionKnowledge,
): readonly Compared[] {
  const question = `${row.function} under ${row.workload}${row.direction === 'load' ? '' : `, ${row.direction}`}`;
  const why = cannotAsk(row);
  if (why !== undefined) return [{ question, why }];
  const plain = row.function.replace(/\.(isra|constprop|part)\.\d+.*/, '');
  const answer = knowledge.lookup(plain);
  if (answer === undefined) {
    if (row.outcome !== 'not-loadable') return [{ question, why: 'not among the facts' }];
    return [
      {
        what: 'loadable',
        agrees: true,
        question,
        recorded: 'not loadable',
        tool: 'no such function',
      },
    ];
  }
  const refused = answer.patchable.answer === 'no' || !answer.effectiveSet.includes(plain);
  const loadable: Comparison = {
    what: 'loadable',
    agrees: refused === (row.outcome === 'not-loadable'),
    question,
    recorded: row.outcome === 'not-loadable' ? `not loadable (${row.errno})` : 'loadable',
    tool: `patchable: ${answer.patchable.answer} (${answer.patchable.reason})`,
  };
  if (row.outcome === 'not-loadable' || refused) return [loadable];
  const scenario: Scenario = {
    title: question,
    profile: profileFor(row.kernel),
    machine: machineOf(row, boot, answer.residency),
    functions: [row.function, plain],
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
  if (!outcome.agrees) return [loadable, outcome];
  if (row.seconds !== null && verdict.timed.seconds !== undefined) {
    const mine = verdict.timed.signalRounds > 0 ? late : early;
    const seconds: Comparison = {
      what: 'seconds',
      agrees: mine === recordedPace(row),
      question,
      recorded: `${row.seconds} s, ${recordedPace(row)}`,
      tool: `${verdict.timed.seconds} s, ${mine}`,
    };
    return [loadable, outcome, seconds];
  }
  return [
    loadable,
    outcome,
    blockerComparison(row, verdict, question),
    ...strategyComparisons(row, scenario, question),
  ];
}
