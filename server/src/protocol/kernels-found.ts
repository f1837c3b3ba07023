/** The notification by which the server tells of the kernels in the workspace: {@link KernelsFound}. */
export const kernelsFoundNotification = 'livepatch/kernelsFound';

/** Kernels that the user may want verdicts to speak of. */
export interface KernelsFound {
  readonly kernels: readonly FoundKernel[];
}

/** A kernel source tree, as it was found. */
export interface FoundKernel {
  /** Absolute path of the tree's top. */
  readonly tree: string;
  /** `6.12.10`: what its Makefile says. */
  readonly release: string;
  /** The folder that it was built in, where one was found. */
  readonly build?: string | undefined;
  /** What gave it away, for the reader: "compile_commands.json in build/". */
  readonly from: string;
}
