import { l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';

/** Kernels that Debian's releases carry: trixie-backports (the newest of all), trixie, bookworm, bullseye. */
const debianSeries: readonly string[] = ['7', '6.12', '6.1', '5.10'];

interface Choice extends QuickPickItem {
  readonly ask: () => Promise<readonly string[] | undefined>;
}

async function openOne(options: {
  readonly title: string;
  readonly folders?: boolean;
  readonly filters?: Record<string, string[]>;
}): Promise<Uri | undefined> {
  const picked = await window.showOpenDialog({
    title: options.title,
    canSelectFiles: options.folders !== true,
    canSelectFolders: options.folders === true,
    ...(options.filters === undefined ? {} : { filters: options.filters }),
  });
  return picked?.[0];
}

async function askPackage(): Promise<readonly string[] | undefined> {
  const file = await openOne({
    title: l10n.t('The kernel package (linux-image); its headers are looked for beside it'),
    filters: { [l10n.t('Debian package')]: ['deb'] },
  });
  return file === undefined ? undefined : ['--kernel-package', file.fsPath];
}

async function askImage(): Promise<readonly string[] | undefined> {
  const image = await openOne({ title: l10n.t('The kernel (vmlinuz)') });
  if (image === undefined) return undefined;
  const headers = await openOne({
    title: l10n.t('The folder that its modules are built against (/lib/modules/…/build)'),
    folders: true,
  });
  return headers === undefined
    ? undefined
    : ['--vmlinuz', image.fsPath, '--headers-dir', headers.fsPath];
}

/** Whether a release (`6.1`, `7.3`) is of a series (`6.1`, `7`). */
function isOf(series: string, release = ''): boolean {
  return release === series || release.startsWith(`${series}.`);
}

function debian(series: string): Choice {
  return {
    label: `$(cloud-download) ${l10n.t("Debian's newest Linux {0}", series)}`,
    detail: l10n.t("Downloaded with this machine's apt-get; nothing is installed."),
    ask: async () => ['--debian', series],
  };
}

/**
 * Asks which kernel to boot, the series that verdicts speak of first. Gives the options that name it to
 * `livepatch-check confirm`; `undefined` when the user leaves.
 */
export async function askKernel(): Promise<readonly string[] | undefined> {
  const settings = workspace.getConfiguration('livepatchFeasibility');
  const [wanted] = /^\d+\.\d+/.exec(settings.get<string>('kernel.release') ?? '') ?? [];
  const series = [...debianSeries].sort(
    (one, other) => Number(isOf(other, wanted)) - Number(isOf(one, wanted)),
  );
  const choices: readonly Choice[] = [
    ...series.map(debian),
    { label: `$(package) ${l10n.t('A kernel package…')}`, ask: askPackage },
    { label: `$(file-binary) ${l10n.t('A kernel and its headers…')}`, ask: askImage },
  ];
  const chosen = await window.showQuickPick(choices, {
    title: l10n.t('Confirm on a real kernel: which one?'),
    placeHolder: l10n.t(
      'It is booted in a virtual machine; this machine’s own kernel is not touched.',
    ),
  });
  const kernel = await chosen?.ask();
  const tree = settings.get<string>('kernel.tree') ?? '';
  return kernel === undefined || tree === '' ? kernel : [...kernel, '--kernel', tree];
}
