import { type LaneNow, lanesAt, sayWhen } from '../../../../server/src/view/description.ts';
import type { Film, Step } from '../../../../server/src/view/model.ts';
import { byId, make } from './elements.ts';

function stackCell({ activity }: LaneNow): HTMLElement {
  const cell = make('td', 'stack');
  if (activity.stack.length === 0) cell.append(make('span', 'none', '–'));
  for (const [index, name] of activity.stack.entries()) {
    if (index > 0) cell.append(make('span', 'arrow', ' ← '));
    cell.append(make('code', name === activity.hit ? 'hit' : '', name));
  }
  return cell;
}

function doing({ lane, activity, news }: LaneNow): HTMLElement {
  const told = activity.what === 'absent' ? 'not there yet' : activity.label;
  const cell = make(
    'td',
    '',
    lane.kind === 'cpu' && activity.what === 'runs' ? `${told} runs` : told,
  );
  for (const one of news) cell.append(make('span', 'news', one));
  return cell;
}

function row(now: LaneNow, film: Film): HTMLElement {
  const { lane, isAfter } = now;
  const who = make('th', '', make('span', lane.kind === 'cpu' ? '' : 'mono', lane.title));
  who.setAttribute('scope', 'row');
  who.append(make('small', '', lane.subtitle));
  const state = make(
    'span',
    isAfter ? 'state after' : 'state before',
    isAfter ? film.states.after : film.states.before,
  );
  return make('tr', '', who, doing(now), stackCell(now), make('td', '', state));
}

function item(step: Step, index: number, picked: (step: number) => void): HTMLElement {
  const details = step.details.map((one) => make('span', 'detail', one));
  const text = make('span', 'text', make('span', 'what', step.title), ...details);
  const button = make('button', `line ${step.kind}`, make('span', 'when', sayWhen(step)), text);
  button.type = 'button';
  button.addEventListener('click', () => picked(index));
  return make('li', '', button);
}

/** The run in words: all steps as a list, the shown one spoken, and what everybody does at it. */
export class Words {
  readonly #steps = byId('steps', HTMLOListElement);
  readonly #said = byId('said', HTMLDivElement);
  readonly #where = byId('where', HTMLOutputElement);
  readonly #now = byId('now', HTMLTableElement);
  readonly #scrubber = byId('scrubber', HTMLInputElement);
  #film: Film | undefined;

  constructor(private readonly picked: (step: number) => void) {}

  show(film: Film): void {
    this.#film = film;
    this.#steps.replaceChildren(...film.steps.map((step, index) => item(step, index, this.picked)));
  }

  /** Scrolls the list, and not the page around it. */
  #reveal(at: number): void {
    const line = this.#steps.children[at];
    if (line === undefined) return;
    const list = this.#steps.getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    if (top < list.top) this.#steps.scrollTop -= list.top - top;
    else if (bottom > list.bottom) this.#steps.scrollTop += bottom - list.bottom;
  }

  move(at: number): void {
    const film = this.#film;
    const step = film?.steps[at];
    if (film === undefined || step === undefined) return;
    const place = `Step ${at + 1} of ${film.steps.length}`;
    this.#where.textContent = `${place} · ${sayWhen(step)}`;
    this.#scrubber.setAttribute('aria-valuetext', `${place}, ${sayWhen(step)}: ${step.title}`);
    this.#said.replaceChildren(
      make('strong', '', `${sayWhen(step)}: ${step.title}. `),
      ...step.details.map((one) => make('span', '', `${one}. `)),
    );
    for (const [index, line] of [...this.#steps.children].entries()) {
      const button = line.firstElementChild;
      if (index === at) button?.setAttribute('aria-current', 'step');
      else button?.removeAttribute('aria-current');
    }
    this.#reveal(at);
    this.#now.tBodies[0]?.replaceChildren(...lanesAt(film, at).map((now) => row(now, film)));
  }
}
