import {
  commands,
  type Disposable,
  l10n,
  languages as languageService,
  ProgressLocation,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { ConfirmReport } from '../../../server/src/protocol/confirm.ts';
import { showText } from '../commands/show-text.ts';
import { languages } from '../languages.ts';
import { askKernel } from './ask-kernel.ts';
import type { RunConfirm } from './model.ts';
import { ConfirmResults } from './results.ts';

/** Runs it with its progress shown; the user can take it back. */
async function runWithProgress(
  document: TextDocument,
  kernel: readonly string[],
  run: RunConfirm,
): Promise<ConfirmReport | undefined> {
  const question = {
    text: document.getText(),
    language: document.languageId === 'c' ? 'c' : 'patch',
    kernel,
  } as const;
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Confirming on a real kernel'),
      cancellable: true,
    },
    (progress, token) => {
      let shown = 0;
      return run(
        question,
        ({ message, done, total }) => {
          const percent = total === 0 ? 0 : (100 * done) / total;
          progress.report({ message, increment: percent - shown });
          shown = percent;
        },
        token,
      );
    },
  );
}

async function tell({ cases, release, text, limits }: ConfirmReport): Promise<void> {
  const stalled = cases.filter(({ outcome }) => outcome !== 'complete').length;
  const summary =
    stalled === 0
      ? l10n.t('{0}: all {1} transitions completed.', release, cases.length)
      : l10n.t('{0}: {1} of {2} transitions did not complete.', release, stalled, cases.length);
  const differing = cases.filter(({ agrees }) => agrees === false).length;
  const beside =
    differing === 0
      ? ''
      : ` ${l10n.t('{0} came out otherwise than simulated: believe the kernel.', differing)}`;
  const show = l10n.t('Show the Whole Answer');
  const chosen = await window.showInformationMessage(
    [`${summary}${beside}`, ...limits.slice(0, 1)].join(' '),
    show,
  );
  if (chosen === show) await showText({ languageId: 'plaintext', text });
}

/** Registers “Confirm on a Real Kernel”, which boots a kernel only when the user asks for it. */
export function registerConfirm(run: RunConfirm): Disposable[] {
  const results = new ConfirmResults();
  let isRunning = false;
  const confirm = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !languages.includes(document.languageId)) return;
    if (isRunning) {
      await window.showInformationMessage(l10n.t('A kernel is already being asked.'));
      return;
    }
    const kernel = await askKernel();
    if (kernel === undefined) return;
    isRunning = true;
    try {
      const report = await runWithProgress(document, kernel, run);
      if (report === undefined) return;
      results.put(document, report);
      await tell(report);
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault);
      await window.showErrorMessage(l10n.t('The kernel gave no answer: {0}', why));
    } finally {
      isRunning = false;
    }
  };
  void commands.executeCommand('setContext', 'livepatchFeasibility.canConfirm', true);
  return [
    commands.registerCommand('livepatchFeasibility.confirm', confirm),
    languageService.registerCodeLensProvider(
      languages.map((language) => ({ language })),
      results,
    ),
    workspace.onDidCloseTextDocument(({ uri }) => results.forget(uri)),
  ];
}
