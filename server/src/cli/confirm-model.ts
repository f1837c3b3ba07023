import type { ConfirmedTask, ConfirmProgress } from '../protocol/confirm.ts';

/** The kernel to ask: packages of the machine's distribution, files at hand, or a laid out kernel. */
export type ConfirmKernel =
  /** Debian's newest of a series (`6.1`), downloaded with the machine's own apt. */
  | { readonly kind: 'series'; readonly series: string }
  | {
      readonly kind: 'packages';
      /** `linux-image-….deb` (from 7 on `linux-binary-….deb`). */
      readonly image: string;
      /** Its `linux-headers-…` and `linux-kbuild-…`; empty: those beside it in its folder. */
      readonly headers: readonly string[];
    }
  | { readonly kind: 'files'; readonly vmlinuz: string; readonly headers: string };

/** One function under one workload, to be tried on a real kernel. */
export interface ConfirmCase {
  readonly function: string;
  /** `idle`, `hog1`, `sleepers` or `stopped`. */
  readonly workload: string;
}

/** What the kernel did. */
export interface ConfirmedCase extends ConfirmCase {
  readonly outcome: 'complete' | 'stalled' | 'not-loadable' | 'hangs' | 'lost';
  /** Until completion, or that it was watched for. */
  readonly seconds: number;
  /** The kernel's own words on each task at the last try. */
  readonly blockers: readonly string[];
  readonly tasks: readonly ConfirmedTask[];
  readonly messages: readonly string[];
  /** Why it was not loadable: `EINVAL: ftrace cannot hook it`. */
  readonly error: string | undefined;
  readonly strategies: readonly {
    /** `stop-10ms`, `reverse` …: the laboratory's own names. */
    readonly strategy: string;
    readonly freed: boolean;
    readonly seconds: number;
  }[];
}

/** The answer of a real kernel. */
export interface Confirmation {
  /** `6.1.0-56-amd64` */
  readonly release: string;
  /** "2 emulated CPUs, 512 MiB" */
  readonly machine: string;
  readonly cases: readonly ConfirmedCase[];
}

/** How the cases are tried. */
export interface ConfirmOptions {
  /** Seconds for everything in the machine together. */
  readonly limit: number;
  /** `kvm`: the host's own CPUs, where it lets. */
  readonly accelerator: 'tcg' | 'kvm';
  readonly progress: (step: ConfirmProgress) => void;
}

/**
 * Boots the kernel in a virtual machine and tries every case; those that the time does not suffice for
 * are missing in the answer. Rejects with an `InputError` where this machine or the files given cannot
 * do that, with a `CancelledError` when the program was told to end; what was made is removed by then.
 */
export type ConfirmOnKernel = (
  kernel: ConfirmKernel,
  cases: readonly ConfirmCase[],
  options: ConfirmOptions,
) => Promise<Confirmation>;
