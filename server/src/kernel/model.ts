/** A dense number for a function in one graph; means nothing in another. */
export type FunctionId = number;

/** Whether a file is part of the kernel under the tree's configuration. */
export type BuildState = 'built-in' | 'module' | 'not-built' | 'unknown';

/** Whether ftrace can hook what is compiled from a file, as far as Makefiles tell. */
export type TraceState = 'traced' | 'not-traced' | 'unknown';

/** A function definition in a kernel tree. */
export interface KernelFunction {
  readonly id: FunctionId;
  readonly name: string;
  /** Path in the tree, with `/`. */
  readonly file: string;
  /** One-based lines of the name and of the closing brace. */
  readonly line: number;
  readonly endLine: number;
  readonly isStatic: boolean;
  /** Annotations as written: `notrace`, `__sched`, `__always_inline`, `__init`, `EXPORT_SYMBOL_GPL` … */
  readonly attributes: readonly string[];
  readonly build: BuildState;
  readonly trace: TraceState;
  /** The definition macro it was made by, for example `SYSCALL_DEFINE3`. */
  readonly macro: string | undefined;
}

/** How one function comes to call another. */
export type EdgeKind = 'direct' | 'macro' | 'pointer' | 'assembly';

/** A call. */
export interface CallEdge {
  readonly caller: FunctionId;
  readonly callee: FunctionId;
  readonly kind: EdgeKind;
  /** One-based line of the call in the caller's file. */
  readonly line: number;
  /** The macro it goes through, or `struct.field` of the pointer; `undefined` for direct calls. */
  readonly via: string | undefined;
}

/** Why a function is entered from outside the call graph. */
export type RootKind =
  | 'thread'
  | 'per-cpu-thread'
  | 'io-thread'
  | 'work'
  | 'timer'
  | 'tasklet'
  | 'interrupt'
  | 'syscall'
  | 'idle'
  | 'assembly';

/** A function that something other than a C call enters. */
export interface Root {
  readonly kind: RootKind;
  readonly function: FunctionId;
  /** Where it is registered: path and one-based line. */
  readonly file: string;
  readonly line: number;
  /** A thread's name pattern (`kworker/%s`), a system call's name; `undefined` where there is none. */
  readonly label: string | undefined;
}

/** Everything known of one kernel tree's functions and calls. */
export interface KernelGraph {
  /** `uname -r` without local suffixes, for example `6.1.192`. */
  readonly release: string;
  readonly size: number;
  get(id: FunctionId): KernelFunction;
  definitions(name: string): readonly KernelFunction[];
  callees(id: FunctionId): readonly CallEdge[];
  callers(id: FunctionId): readonly CallEdge[];
  roots(): readonly Root[];
}
