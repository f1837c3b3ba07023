import {
  type Disposable,
  l10n,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  ThemeColor,
  window,
} from 'vscode';
import type { ServerStatus } from '../../server/src/protocol/status.ts';
import { languages } from './languages.ts';

/** Says in the status bar which kernel the verdicts speak of; shown beside our documents only. */
export class StatusItem implements Disposable {
  readonly #item: StatusBarItem;
  readonly #subscriptions: readonly Disposable[];

  constructor() {
    this.#item = window.createStatusBarItem('kernel', StatusBarAlignment.Right, 100);
    this.#item.name = 'Livepatch Feasibility: Kernel';
    this.#item.command = 'livepatchFeasibility.chooseKernel';
    this.#subscriptions = [window.onDidChangeActiveTextEditor(() => this.#toggle())];
    this.show({ state: 'opening', meanwhile: undefined });
    this.#toggle();
  }

  show(status: ServerStatus): void {
    const { text, tooltip, isProblem } = describe(status);
    this.#item.text = text;
    this.#item.tooltip = new MarkdownString(tooltip, true);
    this.#item.backgroundColor = isProblem
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #toggle(): void {
    const language = window.activeTextEditor?.document.languageId;
    if (language !== undefined && languages.includes(language)) this.#item.show();
    else this.#item.hide();
  }
}

interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly isProblem: boolean;
}

/** Where answers come from, in two words. */
function saySource(source: 'bundled' | 'tree' | 'none'): string {
  switch (source) {
    case 'bundled':
      return l10n.t('bundled facts');
    case 'tree':
      return l10n.t('kernel tree');
    case 'none':
      return l10n.t('no facts');
  }
}

function describe(status: ServerStatus): Shown {
  switch (status.state) {
    case 'opening':
      return {
        text:
          status.meanwhile === undefined
            ? `$(loading~spin) ${l10n.t('Livepatch: opening the kernel')}`
            : `$(loading~spin) ${l10n.t('Livepatch: reading the kernel tree')}`,
        tooltip:
          status.meanwhile === undefined
            ? l10n.t('Livepatch Feasibility is opening the kernel that verdicts speak of.')
            : l10n.t(
                'The kernel tree is being read. Until then verdicts come from {0}.',
                status.meanwhile,
              ),
        isProblem: false,
      };
    case 'failed':
      return {
        text: `$(error) ${l10n.t('Livepatch: no kernel')}`,
        tooltip: l10n.t('Livepatch Feasibility cannot judge anything: {0}', status.problem),
        isProblem: true,
      };
    case 'ready': {
      const { kernel, facts, source, problem } = status;
      const lines = [
        `**${l10n.t('Verdicts speak of {0}', kernel)}**`,
        l10n.t('What is known of its functions comes from {0}.', facts),
        ...(problem === undefined ? [] : [`$(warning) ${problem}`]),
        l10n.t('Click to choose another kernel.'),
      ];
      return {
        text: `$(${problem === undefined ? 'checklist' : 'warning'}) ${kernel}: ${saySource(source)}`,
        tooltip: lines.join('\n\n'),
        isProblem: problem !== undefined,
      };
    }
  }
}
