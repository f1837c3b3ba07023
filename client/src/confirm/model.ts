import type { CancellationToken } from 'vscode';
import type { ConfirmProgress, ConfirmReport } from '../../../server/src/protocol/confirm.ts';

/** One run of `livepatch-check confirm`. */
export interface ConfirmQuestion {
  readonly text: string;
  readonly language: 'patch' | 'c';
  /** The options that name the kernel: `--debian 6.1`, `--kernel-package FILE` … */
  readonly kernel: readonly string[];
}

/**
 * Asks a real kernel in a virtual machine. Resolves with `undefined` when it was cancelled; rejects with
 * a message for the user when there is no answer.
 */
export type RunConfirm = (
  question: ConfirmQuestion,
  progress: (step: ConfirmProgress) => void,
  token: CancellationToken,
) => Promise<ConfirmReport | undefined>;
