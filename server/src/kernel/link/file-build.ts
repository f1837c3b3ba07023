import type { BuildState, TraceState } from '../model.ts';

/** What the Makefiles say of a file. */
export interface FileBuild {
  readonly build: BuildState;
  readonly trace: TraceState;
  /** The module that the file goes into, where `build` is `module`. */
  readonly module?: string;
  /** What takes the hook away where `trace` is `not-traced`: `kernel/Makefile:21 CFLAGS_REMOVE_irq_work.o`. */
  readonly traceEvidence?: string;
}

export const unknownBuild: FileBuild = { build: 'unknown', trace: 'unknown' };
