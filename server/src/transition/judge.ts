import { secondsOfTry, signalRounds } from './engine/clock.ts';
import { type Intervention, triesBefore } from './engine/intervention.ts';
import { compile, type Model } from './engine/program.ts';
import { runTimed } from './engine/timed-run.ts';
import { type Proof, prove } from './explore/prove.ts';
import { blockersAt, traceTo } from './explore/witness.ts';
import { flagsOf } from './flags.ts';
import type { Ending, Scenario, TimedRun, Verdict } from './model.ts';

/** How long a timed run goes on when the transition stays open, in seconds. */
const LIMIT = 60;

/** How a judgement is made. */
export interface JudgeOptions {
  /** Done to the machine while the transition runs. */
  readonly interventions?: readonly Intervention[];
  /** The end of the timed run in seconds, should the transition be open; 60 when left out. */
  readonly limit?: number;
  /** The most states that the search keeps for one part of the machine. */
  readonly mostStates?: number;
}

function endingOf({ immediate, profile }: Scenario): Ending {
  return immediate === true && profile.immediateFlag ? 'immediate' : 'switched';
}

function completing(model: Model, proof: Proof, timed: TimedRun, beforeReversal: number): Verdict {
  const tries = proof.worstTries ?? timed.tries;
  return {
    outcome: 'completes',
    ending: endingOf(model.scenario),
    seconds: proof.worstTries === undefined ? timed.seconds : secondsOfTry(proof.worstTries),
    bounded: proof.worstTries !== undefined,
    tries,
    signalRounds: signalRounds(model.profile, tries, beforeReversal),
    blockers: [],
    firstTry: timed.firstTry,
    flags: flagsOf(model),
    trace: timed.trace,
    otherTrace: [],
    timed,
    proof: { complete: proof.complete, states: proof.states },
  };
}

function open(
  model: Model,
  proof: Proof,
  timed: TimedRun,
  interventions: readonly Intervention[],
): Verdict {
  const { open: part } = proof;
  const isOpen = timed.seconds === undefined;
  const stays = part === undefined ? [] : traceTo(part, Math.max(part.stuck, 0), interventions);
  const ends = part === undefined || part.goal < 0 ? [] : traceTo(part, part.goal, interventions);
  const blockers = part === undefined ? [] : blockersAt(part, Math.max(part.stuck, 0));
  return {
    outcome: proof.outcome,
    ending: endingOf(model.scenario),
    seconds: undefined,
    bounded: false,
    tries: timed.tries,
    signalRounds: timed.signalRounds,
    blockers: isOpen && timed.blockers.length > 0 ? timed.blockers : blockers,
    firstTry: timed.firstTry,
    flags: proof.outcome === 'may-stall' ? flagsOf(model) : [],
    trace: isOpen ? timed.trace : stays,
    otherTrace: proof.outcome === 'stalls' ? [] : isOpen ? ends : timed.trace,
    timed,
    proof: { complete: proof.complete, states: proof.states },
  };
}

/**
 * The proof takes the machine apart, which is not exact where tasks roam, or something is done to it from outside.
 * The timed run is a run of the whole: what it shows to be possible is possible.
 */
function heldTo(timed: TimedRun, proof: Proof): Proof {
  const worst = proof.worstTries;
  if (timed.seconds === undefined) {
    const contradicts = proof.outcome === 'completes' && worst !== undefined;
    return contradicts ? { ...proof, outcome: 'may-stall', worstTries: undefined } : proof;
  }
  if (proof.outcome === 'stalls') return { ...proof, outcome: 'may-stall' };
  const isLater = worst !== undefined && timed.seconds > secondsOfTry(worst);
  return isLater ? { ...proof, worstTries: undefined } : proof;
}

/**
 * Whether the transition of `scenario` completes, on all fair runs and in one run against the clock, and
 * what keeps it open if not.
 */
export function judge(scenario: Scenario, options: JudgeOptions = {}): Verdict {
  const { interventions = [], limit = LIMIT } = options;
  const before = triesBefore(interventions);
  const model = { ...compile(scenario), tracksBodies: before > 0 };
  const proof = prove(model, interventions, options.mostStates);
  const worst = proof.worstTries === undefined ? 0 : secondsOfTry(proof.worstTries) + 1;
  const timed = runTimed(model, {
    limit: proof.outcome === 'completes' ? Math.max(limit, worst) : limit,
    interventions,
    events: undefined,
  });
  const held = heldTo(timed, proof);
  return held.outcome === 'completes'
    ? completing(model, held, timed, before)
    : open(model, held, timed, interventions);
}
