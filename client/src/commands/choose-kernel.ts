import { l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';
import type { FoundKernel } from '../../../server/src/protocol/kernels-found.ts';

interface Choice extends QuickPickItem {
  readonly run: () => Promise<void>;
}

async function set(setting: string, value: string): Promise<void> {
  await workspace.getConfiguration('livepatchFeasibility').update(setting, value, true);
}

async function pickTree(): Promise<void> {
  const picked: readonly Uri[] | undefined = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: l10n.t('The kernel source tree that patches are for'),
    openLabel: l10n.t('Use this tree'),
  });
  const [tree] = picked ?? [];
  if (tree !== undefined) await set('kernel.tree', tree.fsPath);
}

async function askRelease(): Promise<void> {
  const current = workspace.getConfiguration('livepatchFeasibility').get<string>('kernel.release');
  const release = await window.showInputBox({
    title: l10n.t('The kernel release that verdicts speak of'),
    prompt: l10n.t('As uname -r prints it; the first two numbers are enough. Empty: the default.'),
    placeHolder: '6.12',
    value: current ?? '',
    validateInput: (value) =>
      value === '' || /^\d+\.\d+/.test(value)
        ? undefined
        : l10n.t('Two numbers with a dot, like 6.12'),
  });
  if (release !== undefined) await set('kernel.release', release);
}

/** Has verdicts speak of a kernel that was found in the workspace. */
export async function useTree(tree: string): Promise<void> {
  await set('kernel.tree', tree);
}

function choiceOf({ tree, release, from }: FoundKernel): Choice {
  return {
    label: `$(folder-library) ${l10n.t('Linux {0} of this workspace', release)}`,
    description: tree,
    detail: from,
    run: () => useTree(tree),
  };
}

/**
 * Lets the user choose the kernel tree or the release, those of the workspace first; both are kept in
 * the user's settings.
 */
export async function chooseKernel(found: readonly FoundKernel[]): Promise<void> {
  const tree = workspace.getConfiguration('livepatchFeasibility').get<string>('kernel.tree') ?? '';
  const choices: readonly Choice[] = [
    ...found.filter((kernel) => kernel.tree !== tree).map(choiceOf),
    { label: `$(versions) ${l10n.t('Choose a kernel release…')}`, run: askRelease },
    {
      label: `$(folder) ${l10n.t('Choose a kernel source tree…')}`,
      description: tree,
      run: pickTree,
    },
    ...(tree === ''
      ? []
      : [
          {
            label: `$(database) ${l10n.t('Use the bundled facts')}`,
            run: () => set('kernel.tree', ''),
          },
        ]),
  ];
  const title = l10n.t('Kernel that verdicts speak of');
  const chosen = await window.showQuickPick(choices, { title });
  await chosen?.run();
}
