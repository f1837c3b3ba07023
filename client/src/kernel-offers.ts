import { l10n, type Memento, window } from 'vscode';
import type { FoundKernel, KernelsFound } from '../../server/src/protocol/kernels-found.ts';
import { useTree } from './commands/choose-kernel.ts';

/** Where the trees that were offered once are kept. */
const OFFERED = 'kernels.offered';

/** Offers the kernel trees of the workspace, each of them once. */
export class KernelOffers {
  readonly #memory: Memento;
  #kernels: readonly FoundKernel[] = [];

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** What was found last, for “Choose Kernel…”. */
  get kernels(): readonly FoundKernel[] {
    return this.#kernels;
  }

  async found({ kernels }: KernelsFound): Promise<void> {
    this.#kernels = kernels;
    const offered = this.#memory.get<readonly string[]>(OFFERED, []);
    const fresh = kernels.find(({ tree }) => !offered.includes(tree));
    if (fresh === undefined) return;
    await this.#memory.update(OFFERED, [...offered, fresh.tree]);
    const use = l10n.t('Judge Against It');
    const answer = await window.showInformationMessage(
      l10n.t(
        'There is a kernel tree in this workspace: Linux {0} ({1}).',
        fresh.release,
        fresh.from,
      ),
      use,
      l10n.t('Not Now'),
    );
    if (answer === use) await useTree(fresh.tree);
  }
}
