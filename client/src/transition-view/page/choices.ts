import type {
  Option,
  RunChoice,
  TransitionAnswer,
} from '../../../../server/src/protocol/transition.ts';
import { byId, make } from './elements.ts';

function fill(id: string, options: readonly Option[], chosen: string): HTMLSelectElement {
  const select = byId(id, HTMLSelectElement);
  select.replaceChildren(
    ...options.map(({ id: value, title, outcome }) => {
      const option = make('option', '', outcome === '' ? title : `${title} — ${outcome}`);
      option.value = value;
      option.selected = value === chosen;
      return option;
    }),
  );
  const label = select.closest('label');
  if (label !== null) label.hidden = options.length < 2;
  return select;
}

/** Which run is shown, and the lists to choose another from; a list with one entry is not shown. */
export class Choices {
  constructor(chosen: (name: string, choice: RunChoice) => void) {
    const chosenIn = (id: string): string => byId(id, HTMLSelectElement).value;
    const ask = (): void =>
      chosen(chosenIn('function'), {
        scenario: chosenIn('scenario'),
        kernel: chosenIn('kernel'),
        strategy: chosenIn('strategy'),
        run: chosenIn('run') === 'other' ? 'other' : 'first',
      });
    byId('function', HTMLSelectElement).addEventListener('change', () =>
      chosen(chosenIn('function'), { kernel: chosenIn('kernel') }),
    );
    for (const id of ['scenario', 'kernel', 'strategy', 'run'])
      byId(id, HTMLSelectElement).addEventListener('change', ask);
  }

  show(answer: TransitionAnswer): void {
    const { choice } = answer;
    const names = [...new Set([...answer.functions, answer.function])];
    fill(
      'function',
      names.map((name) => ({ id: name, title: `${name}()`, outcome: '' })),
      answer.function,
    );
    fill('scenario', answer.scenarios, choice.scenario);
    fill('kernel', answer.kernels, choice.kernel);
    fill('strategy', answer.strategies, choice.strategy);
    fill('run', answer.runs, choice.run);
    const explanation = byId('explanation', HTMLParagraphElement);
    explanation.textContent = answer.explanation;
    explanation.hidden = answer.explanation === '';
  }
}
