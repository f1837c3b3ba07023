import type { FunctionReport, ScenarioVerdict } from '../../feasibility/model.ts';
import { isQuietCpuStall } from '../../feasibility/rules/verdicts.ts';
import type { KernelProfile, StrategyOutcome } from '../../transition/model.ts';
import { describe, sayEnd } from '../../view/description.ts';
import { inheritedPalette } from '../../view/draw/palette.ts';
import { drawTransition, fileOptions } from '../../view/draw/transition-svg.ts';
import { filmOf } from '../../view/film/film.ts';
import { foldAlike, MANY_LANES } from '../../view/fold.ts';
import type { Film } from '../../view/model.ts';
import { type Html, say, tag } from './markup.ts';

/** Fits the page's column. */
const WIDTH = 998;

/** A transition that needs no more tries than these is not worth a drawing. */
const USUAL_TRIES = 2;

function figure(whole: Film): Html {
  const film = whole.lanes.length > MANY_LANES ? foldAlike(whole) : whole;
  const options = { ...fileOptions(inheritedPalette, WIDTH), hasHeading: false };
  const steps = describe(film).map((step) => say('li', step));
  return tag(
    'figure',
    {},
    tag(
      'figcaption',
      {},
      say('strong', film.title),
      say('span', ` · ${film.subtitle}: ${sayEnd(film)}`),
    ),
    tag('div', { class: 'drawing' }, drawTransition(film, options)),
    tag('details', {}, say('summary', 'The same in words'), tag('ol', {}, ...steps)),
  );
}

function filmed({ asked, verdict }: ScenarioVerdict, strategy: StrategyOutcome | undefined): Film {
  const shown = strategy?.verdict ?? verdict;
  return filmOf({
    scenario: strategy?.asked ?? asked,
    trace: shown.trace,
    verdict: shown,
    strategy: strategy?.title,
  });
}

function isWorthDrawing(report: FunctionReport, one: ScenarioVerdict): boolean {
  return one.verdict.outcome === 'completes'
    ? one.verdict.tries > USUAL_TRIES
    : !isQuietCpuStall(report, one);
}

/**
 * Drawings of what a function does to a transition on `profile`: each run that stays open or takes its
 * time, and beside it the cheapest strategy that helps. A stall that any patch has is not drawn.
 */
export function drawings(report: FunctionReport, profile: KernelProfile): Html {
  return report.verdicts
    .filter((one) => one.profile.id === profile.id && isWorthDrawing(report, one))
    .flatMap((one) => {
      const cure = one.strategies.find((strategy) => strategy.helps);
      const runs = cure === undefined ? [undefined] : [undefined, cure];
      return runs.map((strategy) => filmed(one, strategy));
    })
    .filter((film) => film.steps.length > 0)
    .map(figure)
    .join('');
}
