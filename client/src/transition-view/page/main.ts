import type { NoTransition, TransitionAnswer } from '../../../../server/src/protocol/transition.ts';
import { sayEnd } from '../../../../server/src/view/description.ts';
import { foldAlike, MANY_LANES } from '../../../../server/src/view/fold.ts';
import type { Film } from '../../../../server/src/view/model.ts';
import type { ToPage } from '../messages.ts';
import { Choices } from './choices.ts';
import { byId } from './elements.ts';
import { savePng, saveSvg } from './export.ts';
import { host } from './host.ts';
import { Player } from './player.ts';
import { Stage } from './stage.ts';
import { Words } from './words.ts';

const main = document.querySelector('main');
const message = byId('message', HTMLParagraphElement);
const content = byId('content', HTMLDivElement);
const end = byId('end', HTMLParagraphElement);
const each = byId('each', HTMLInputElement);
const eachLabel = byId('each-label', HTMLLabelElement);

let whole: Film | undefined;
let shown: Film | undefined;

const stage = new Stage((step) => player.go(step));
const words = new Words((step) => player.go(step));
const player = new Player((at) => {
  stage.move(at);
  words.move(at);
});
const choices = new Choices((name, choice) => {
  host.postMessage({ kind: 'choose', function: name, choice });
});

function showFilm(film: Film): void {
  const folded = foldAlike(film);
  const isFoldable = film.lanes.length > MANY_LANES && folded.lanes.length < film.lanes.length;
  eachLabel.hidden = !isFoldable;
  shown = isFoldable && !each.checked ? folded : film;
  stage.show(shown);
  words.show(shown);
  player.load(shown.steps.length);
}

function headings({ title, subtitle }: Film): void {
  byId('title', HTMLHeadingElement).textContent = title;
  byId('subtitle', HTMLParagraphElement).textContent = subtitle;
}

function show(answer: TransitionAnswer | NoTransition): void {
  const isFilm = answer.kind === 'film';
  main?.setAttribute('aria-busy', 'false');
  message.hidden = isFilm;
  content.hidden = !isFilm;
  end.hidden = !isFilm;
  if (!isFilm) {
    message.textContent = answer.reason;
    return;
  }
  whole = answer.film;
  headings(whole);
  end.textContent = sayEnd(whole);
  end.classList.toggle('open', whole.ends === 'open');
  choices.show(answer);
  showFilm(whole);
}

each.addEventListener('change', () => {
  if (whole !== undefined) showFilm(whole);
});
byId('save-svg', HTMLButtonElement).addEventListener('click', () => {
  if (shown !== undefined) saveSvg(shown);
});
byId('save-png', HTMLButtonElement).addEventListener('click', () => {
  if (shown !== undefined) void savePng(shown);
});
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'asking') main?.setAttribute('aria-busy', 'true');
  else show(data.answer);
});
host.postMessage({ kind: 'ready' });
