/** The kernel to ask: a package with its headers' packages, or the files themselves. */
export type ConfirmKernel =
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

/** What a strategy did there. */
export interface ConfirmedStrategy {
  /** `stop-10ms`, `reverse` …: the laboratory's own names. */
  readonly strategy: string;
  readonly freed: boolean;
  readonly seconds: number;
}

/** What the kernel did. */
export interface ConfirmedCase extends ConfirmCase {
  readonly outcome: 'complete' | 'stalled' | 'not-loadable' | 'hangs' | 'lost';
  /** Until completion, or that it was watched for. */
  readonly seconds: number;
  /** The kernel's own words on each task at the last try: `swapper/1:0 is sleeping on function do_idle`. */
  readonly blockers: readonly string[];
  /** Why it was not loadable: `EINVAL`. */
  readonly error: string | undefined;
  readonly strategies: readonly ConfirmedStrategy[];
}

/** The answer of a real kernel. */
export interface Confirmation {
  /** `6.1.0-56-amd64` */
  readonly release: string;
  readonly cases: readonly ConfirmedCase[];
}

/**
 * Boots the kernel in a virtual machine and tries every case. Rejects with an `InputError` where this
 * machine or the files given cannot do that.
 */
export type ConfirmOnKernel = (
  kernel: ConfirmKernel,
  cases: readonly ConfirmCase[],
  progress: (message: string) => void,
) => Promise<Confirmation>;
