/** What GCC appends to the names of its copies (`-fipa-sra`, `-fipa-cp`, `-fpartial-inlining`, `-freorder-blocks`). */
const cloneSuffix = /(\.(isra|constprop|part|cold|llvm|localalias)(\.\d+)*)+$/;

/** A symbol without what the compiler appended: `finish_task_switch.isra.0` → `finish_task_switch`. */
export function withoutClone(symbol: string): string {
  return symbol.replace(cloneSuffix, '');
}
