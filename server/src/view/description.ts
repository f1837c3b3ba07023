import type { Activity, Film, Lane, Step } from './model.ts';
import { saySeconds } from './names.ts';

/** When a step happens: "1.75 s", "2.75 to 59.75 s". */
export function sayWhen({ seconds, until }: Step): string {
  return seconds === until
    ? saySeconds(seconds)
    : `${saySeconds(seconds).replace(' s', '')} to ${saySeconds(until)}`;
}

/** One step as a sentence that can be read out: "1.75 s: Try 2 fails: swapper/1. swapper/1 is running." */
export function sayStep(step: Step): string {
  return `${sayWhen(step)}: ${[step.title, ...step.details].join('. ')}.`;
}

/** How the run ends, in a few words: "completes after 1.75 s", "still open after 60 s". */
export function sayEnd({ ends, isWhole, seconds, flags }: Film): string {
  if (!isWhole) return ends === 'complete' ? 'can complete' : 'can stay open for ever';
  return ends === 'complete'
    ? [`completes after ${saySeconds(seconds)}`, ...flags].join(', ')
    : `still open after ${saySeconds(seconds)}`;
}

/** What a film shows, in one sentence: "do_idle(): a CPU hog on CPU 1. Linux 6.1 (x86_64) · …: still open after 60 s." */
export function sayFilm(film: Film): string {
  return `${film.title}. ${film.subtitle}: ${sayEnd(film)}.`;
}

/** Every step as a sentence, in order. */
export function describe(film: Film): readonly string[] {
  return film.steps.map(sayStep);
}

/** A lane at one moment. */
export interface LaneNow {
  readonly lane: Lane;
  readonly activity: Activity;
  /** Whether it is in the state that the direction leads to. */
  readonly isAfter: boolean;
  /** What happens to it in this very step, in words. */
  readonly news: readonly string[];
}

/** Every lane as it is once step `at` (from 0) has happened; a number out of range counts as the nearest. */
export function lanesAt(film: Film, at: number): readonly LaneNow[] {
  const step = Math.min(Math.max(at, 0), film.steps.length - 1);
  return film.lanes.flatMap((lane): LaneNow[] => {
    const activity = lane.stretches.findLast(({ from }) => from <= step)?.activity;
    if (activity === undefined) return [];
    const isAfter = lane.states.findLast(({ from }) => from <= step)?.isAfter ?? false;
    const news = lane.marks.filter((mark) => mark.step === step).map((mark) => mark.text);
    return [{ lane, activity, isAfter, news }];
  });
}
