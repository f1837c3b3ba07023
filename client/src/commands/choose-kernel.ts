import { type QuickPickItem, type Uri, window, workspace } from 'vscode';

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
    title: 'The kernel source tree that patches are for',
    openLabel: 'Use this tree',
  });
  const [tree] = picked ?? [];
  if (tree !== undefined) await set('kernel.tree', tree.fsPath);
}

async function askRelease(): Promise<void> {
  const current = workspace.getConfiguration('livepatchFeasibility').get<string>('kernel.release');
  const release = await window.showInputBox({
    title: 'The kernel release that verdicts speak of',
    prompt: 'As uname -r prints it; the first two numbers are enough. Empty: the default.',
    placeHolder: '6.12',
    value: current ?? '',
    validateInput: (value) =>
      value === '' || /^\d+\.\d+/.test(value) ? undefined : 'Two numbers with a dot, like 6.12',
  });
  if (release !== undefined) await set('kernel.release', release);
}

/** Lets the user choose the kernel tree or the release; both are kept in the user's settings. */
export async function chooseKernel(): Promise<void> {
  const tree = workspace.getConfiguration('livepatchFeasibility').get<string>('kernel.tree') ?? '';
  const choices: readonly Choice[] = [
    { label: '$(versions) Choose a kernel release…', run: askRelease },
    { label: '$(folder) Choose a kernel source tree…', description: tree, run: pickTree },
    ...(tree === ''
      ? []
      : [{ label: '$(database) Use the bundled facts', run: () => set('kernel.tree', '') }]),
  ];
  const chosen = await window.showQuickPick(choices, { title: 'Kernel that verdicts speak of' });
  await chosen?.run();
}
