import type { Environment } from '../feasibility/environment.ts';
import type { KernelIndexes } from '../kernel/index/indexes.ts';
import type { KernelLists } from '../kernel/symbols/lists.ts';
import type { Page } from '../report/text/page.ts';
import type { ConfirmOnKernel } from './confirm-model.ts';

/** What the user said of the kernel on the command line. */
export interface KernelChoice {
  /** `--kernel DIR` */
  readonly tree: string | undefined;
  /** `--kernel-release V` */
  readonly release: string | undefined;
  /** `--symbols FILE`, given any number of times: symbol lists of the kernel that is judged. */
  readonly symbols?: readonly string[];
}

/** The command line's world: everything a command touches comes through here. */
export interface CliEnvironment {
  /** Standard output; holds nothing but the report. */
  write(text: string): void;
  /** Standard output, as fast as its reader takes it: no more than one piece is held. */
  writeAll(pieces: Iterable<string>): Promise<void>;
  /** Standard error: messages for the person at the terminal. */
  complain(message: string): void;
  /** A whole line of standard error, as it is: for the program that reads it. */
  notify(line: string): void;
  /** The bytes of a file, or of standard input for `-`. Throws an {@link InputError}. */
  readInput(path: string): Promise<Uint8Array>;
  /** As `readInput`, but `undefined` where there is no such file. */
  readOptional(path: string): Promise<Uint8Array | undefined>;
  /** Throws an {@link InputError} for a kernel tree that is none, or a release that nothing is known of. */
  openKernel(choice: KernelChoice): Promise<Environment>;
  /** What reading C needs, without judging: the parser, and the tree of `--kernel`. Throws an {@link InputError}. */
  openSource(tree: string | undefined): Promise<Pick<Environment, 'parser' | 'tree'>>;
  /**
   * The symbol lists in `files`, or without any those at the top of the tree `root`; one of those that
   * cannot be used is complained of. Throws an {@link InputError} for a named one that is none.
   */
  symbolLists(root: string, files: readonly string[]): KernelLists;
  /** Indexes of kernel trees. */
  readonly indexes: KernelIndexes;
  /** Tries functions on a real kernel in a virtual machine. */
  readonly confirmOnKernel: ConfirmOnKernel;
  readonly page: Page;
}

/** Something the user gave that cannot be used; its message is all they need. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The user told the command to end before it was done. Exit code 130, as a shell gives for Ctrl-C. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Exit codes: what a script learns from a run. */
export const exitCode = { fine: 0, risk: 1, input: 2, cancelled: 130 } as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What a command needs of the program it belongs to. */
export interface CommandContext {
  readonly cli: CliEnvironment;
  /** Says how the run ends; the last call counts. */
  finish(code: ExitCode): void;
}
