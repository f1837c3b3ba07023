import type { Film, Lane } from './model.ts';

/** A film with more lanes than this is folded unless its reader wants each. */
export const MANY_LANES = 12;

/** What makes lanes alike: all that is drawn of them but their names. */
function likeness({ kind, stretches, states, marks, subtitle }: Lane): string {
  const drawn = stretches.map(({ from, activity: { what, stack } }) => [from, what, stack]);
  const kinds = marks.map((mark) => [mark.step, mark.kind, mark.kind === 'work' ? '' : mark.text]);
  const group = kind === 'cpu' ? '' : subtitle.replace(/, CPU [\d, ]+$/, '');
  return JSON.stringify([kind, group, drawn, states, kinds]);
}

/** `CPU 2 … CPU 127`, with what the names begin with in common said once: `CPU 2 … 127`. */
function titleOf(first: string, last: string): string {
  const start = /^.*?(?=\d+$)/.exec(first)?.[0] ?? '';
  return `${first} … ${start !== '' && last.startsWith(start) ? last.slice(start.length) : last}`;
}

/** Fewer alike lanes than this are drawn one by one. */
const FEWEST = 3;

function folded(lanes: readonly Lane[], first: Lane): Lane {
  const what = first.kind === 'cpu' ? 'CPUs' : 'tasks';
  const title = titleOf(first.title, lanes.at(-1)?.title ?? first.title);
  return { ...first, title, subtitle: `${lanes.length} ${what} alike`, members: lanes.length };
}

/** The film with lanes that look the same drawn as one, where three or more do. */
export function foldAlike(film: Film): Film {
  const groups = new Map<string, Lane[]>();
  for (const lane of film.lanes) {
    const key = likeness(lane);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lane]);
    else group.push(lane);
  }
  const lanes = film.lanes.flatMap((lane): Lane[] => {
    const group = groups.get(likeness(lane)) ?? [];
    if (group.length < FEWEST) return [lane];
    return group[0] === lane ? [folded(group, lane)] : [];
  });
  return { ...film, lanes };
}
