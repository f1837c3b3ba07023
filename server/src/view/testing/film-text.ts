import { describe } from '../description.ts';
import type { Film, Lane } from '../model.ts';

function laneText({ title, subtitle, stretches, marks, states, blocks }: Lane): string {
  const does = stretches
    .map(({ from, activity: { what, label, hit } }) => {
      const on = hit === undefined ? '' : ` on ${hit}`;
      return `${from} ${what === label ? what : `${what} "${label}"`}${on}`;
    })
    .join(', ');
  const told = marks.map((mark) => `${mark.step} ${mark.kind}`).join(', ');
  const changes = states
    .slice(1)
    .map(({ from, isAfter }) => `${isAfter ? 'switched' : 'back'} at ${from}`)
    .join(', ');
  const state = `${changes === '' ? 'never switched' : changes}${blocks ? ', blocks' : ''}`;
  return `${title} (${subtitle}): ${does}; ${told === '' ? 'no marks' : told}; ${state}`;
}

/** A film as text: its steps with their numbers, then its lanes. */
export function filmText(film: Film): string {
  const steps = describe(film).map((sentence, index) => `${index} ${sentence}`);
  return ['', ...steps, '', ...film.lanes.map(laneText), ''].join('\n');
}
