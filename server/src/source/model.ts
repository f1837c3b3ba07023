import type { Confidence, FilePatch, Hunk } from '../patch/model.ts';
import type { TextRange } from '../ports/position.ts';

/** A function defined in a C text. Ranges are in that text. */
export interface SourceFunction {
  /**
   * The name in the symbol table as far as the source tells: `SYSCALL_DEFINE1(newuname, …)` gives
   * `__do_sys_newuname` (`include/linux/syscalls.h`).
   */
  readonly name: string;
  /** The definition macro it was made by (`SYSCALL_DEFINE1`), where there is one. */
  readonly macro: string | undefined;
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly isStatic: boolean;
  /** Annotations as written: `notrace`, `__sched`, `inline`, `__init`, `asmlinkage` … */
  readonly attributes: readonly string[];
}

/**
 * What stands outside functions. `statement` is a macro call such as `EXPORT_SYMBOL(x);`, whose
 * meaning the text alone does not tell.
 */
export type ItemKind = 'macro' | 'type' | 'variable' | 'prototype' | 'include' | 'statement';

/** Something that a C text has outside functions. The range is in that text. */
export interface SourceItem {
  readonly kind: ItemKind;
  /** The declared name; for `include` the path with its quotes or brackets. */
  readonly name: string;
  readonly isStatic: boolean;
  /** Its text before an initialiser, white space made single: what a variable is, without its value. */
  readonly head: string;
  readonly range: TextRange;
}

/**
 * What a patch does to a function. `moved` and `renamed` ones have the same code at another place,
 * or under another name; only a kernel tree tells them from removed and added ones.
 */
export type FunctionChange = 'modified' | 'added' | 'removed' | 'moved' | 'renamed';

/** A place in the patch document that stands for a changed function. */
export interface ChangeSite {
  readonly file: FilePatch;
  readonly hunk: Hunk;
  /** The first changed line of the function in this hunk. */
  readonly lineRange: TextRange;
  /** The function's name in the hunk header or in a hunk line, where it is written there. */
  readonly nameRange: TextRange | undefined;
}

/** A function that a patch changes. */
export interface ChangedFunction {
  readonly name: string;
  /** The name before, of moved and renamed functions. */
  readonly formerName?: string;
  /** Path in the kernel tree; `undefined` where the patch does not tell (quoted without file header). */
  readonly file: string | undefined;
  readonly change: FunctionChange;
  readonly attributes: readonly string[];
  readonly isStatic: boolean;
  /** `certain` with the tree's own file, `recovered` from the diff's lines, `guessed` from a hunk header. */
  readonly confidence: Confidence;
  /** Where the answer comes from, as a sentence for the reader. */
  readonly evidence: string;
  /** At least one. */
  readonly sites: readonly ChangeSite[];
}

/** Something outside functions that a patch changes. */
export interface ChangedItem {
  /**
   * As `ItemKind`, and `initialiser` for a variable that was there before with another value, `static`
   * for a static variable inside a function, `header` for a whole header file that others include.
   */
  readonly kind: ItemKind | 'initialiser' | 'static' | 'header';
  readonly name: string;
  /** Path in the kernel tree; `undefined` where the patch does not tell. */
  readonly file: string | undefined;
  readonly change: 'modified' | 'added' | 'removed';
  readonly confidence: Confidence;
  /** The first changed line of it in each hunk. At least one. */
  readonly ranges: readonly TextRange[];
}

/** One entry of a `struct klp_func` table in a livepatch module's source. */
export interface KlpFuncEntry {
  readonly oldName: string;
  /** The string literal of `.old_name`, quotes not included. */
  readonly oldNameRange: TextRange;
  readonly newName: string | undefined;
  /** One-based; 0 and `undefined` both mean "the only one of that name". */
  readonly oldSympos: number | undefined;
  /** `.name` of the `klp_object` that uses the table: a module, or `undefined` for vmlinux. */
  readonly object: string | undefined;
}
