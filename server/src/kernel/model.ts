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
  /** The module it goes into, when `build` is `module` and the Makefiles tell. */
  readonly module?: string;
  /** What makes `trace` `not-traced`: `kernel/Makefile:21 CFLAGS_REMOVE_irq_work.o`. */
  readonly traceEvidence?: string;
}

/** What a function's definition says of it, as in `KernelFunction`. */
export interface FunctionHead {
  readonly id: FunctionId;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly isStatic: boolean;
  readonly build: BuildState;
  readonly macro: string | undefined;
  /** Whether an annotation is written at the definition; exports, which stand apart from it, are none. */
  isMarked(word: string): boolean;
}

/** Lines of a file: path in the tree, one-based first and last line. */
export interface SourceLines {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

/** A call through a pointer for which no callee was found. */
export interface IndirectCall {
  /** One-based line in the function's file. */
  readonly line: number;
  /** `struct.field`, or the variable's or parameter's name. */
  readonly via: string;
}

/**
 * How one function comes to call another: `direct`; `macro`: by what a macro used there expands to
 * (`wait_event()` → `schedule`); `pointer`: through a field that the callee is put into;
 * `assembly`: by an instruction of an assembly file.
 */
export type EdgeKind = 'direct' | 'macro' | 'pointer' | 'assembly';

/** A call. */
export interface CallEdge {
  readonly caller: FunctionId;
  readonly callee: FunctionId;
  readonly kind: EdgeKind;
  /** One-based line of the call in the caller's file. */
  readonly line: number;
  /**
   * The macro it goes through; `struct.field` of the pointer (`?.field` where the struct is not known), a variable
   * outside functions (`name of path` where it is static), `static_call(name)`;
   * `argument N` (one-based) where the caller calls its own parameter, `variable` where it calls a variable
   * that it puts functions into; `undefined` for direct calls.
   */
  readonly via: string | undefined;
}

/** How code that is built uses a function's name, itself or by way of macros. */
export interface NameUses {
  /** The functions that call it by its name, and at how many places each does. */
  readonly calls: ReadonlyMap<FunctionId, number>;
  /** It is put into a field or given to another function. */
  readonly isAddressTaken: boolean;
}

/**
 * A task state (`TASK_INTERRUPTIBLE` …) or `MAX_SCHEDULE_TIMEOUT` that stands in a function's text, or
 * in the text of a macro that the function uses. It tells waits apart (`include/linux/sched.h`).
 */
export interface StateHint {
  /** The word as written in the source. */
  readonly word: string;
  /** One-based line in the function's file; for a macro's word, the line of the macro's use. */
  readonly line: number;
  /** The function or macro that it is an argument of: `set_current_state`, `___wait_event`. */
  readonly callee: string | undefined;
  /** The macro used in the function, where the word stands in that macro's text. */
  readonly macro: string | undefined;
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
  /**
   * Visits all functions by ascending number, those of a file after each other; cheaper than `get` of each. What is
   * visited is good until the next.
   */
  eachFunction(visit: (head: FunctionHead) => void): void;
  definitions(name: string): readonly KernelFunction[];
  /** What the configuration leaves out is no callee, and no caller, of what it does not leave out. */
  callees(id: FunctionId): readonly CallEdge[];
  callers(id: FunctionId): readonly CallEdge[];
  /**
   * Visits the calls of a function as numbers, those of what the configuration leaves out too: a header's stub
   * stands for the function that the linker takes. `wayOf` tells what a way is.
   */
  eachCall(id: FunctionId, visit: (callee: FunctionId, line: number, way: number) => void): void;
  /** The kind of a call, and what it goes through, as in `CallEdge`; ways are numbered from 0 in one graph. */
  wayOf(way: number): Pick<CallEdge, 'kind' | 'via'>;
  /** The calls by name among `callees`, also by way of macros; cheaper, since no pointer is followed. */
  calleesByName(id: FunctionId): readonly CallEdge[];
  /** Cheaper than `callers`: no pointer is followed. */
  usesOfName(id: FunctionId): NameUses;
  /** In how many files a function of this one's name is called or given away: how common it is, at next to no cost. */
  filesUsingName(id: FunctionId): number;
  roots(): readonly Root[];
  /** In the order of lines; empty for a function without. */
  hints(id: FunctionId): readonly StateHint[];
  /**
   * Functions whose names hold the letters of `query` in their order, whatever their case, the best
   * answers first, at most `limit`; absent where the graph cannot be searched.
   */
  search?(query: string, limit: number): readonly KernelFunction[];
  /**
   * Where macros of the name stand, of those that take parameters or call something: those that it can
   * mean in the function `id`, or all without one. Absent where the graph keeps none.
   */
  macros?(name: string, id?: FunctionId): readonly SourceLines[];
  /** Calls through pointers that lead nowhere in the graph; absent where the graph keeps none. */
  indirectCalls?(id: FunctionId): readonly IndirectCall[];
}
