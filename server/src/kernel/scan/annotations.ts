const annotationWords = new Set([
  'inline',
  '__inline',
  '__inline__',
  'noinline',
  'noinline_for_stack',
  'notrace',
  'noinstr',
  'asmlinkage',
  'nokprobe_inline',
  'noinline_for_tracing',
  'fastcall',
  'init_or_livepatch',
]);

/** `MEM_STATIC`, `__FORTIFY_INLINE`: some are types, which only the tree's `#define`s tell. */
const inCapitals = /^_*[A-Z][A-Z0-9_]*$/;

/** Annotations that take arguments (`include/linux/compiler_attributes.h`, `compiler_types.h`). */
const annotationCall =
  /^__(printf|scanf|aligned|section|acquires?(_shared)?|releases?(_shared)?|must_hold(_shared)?|cond_acquires|cond_lock|alloc_size\w*|realloc_size|assume_aligned|alias|no_sanitize\w*|target|copy|nonnull|compiletime_(error|warning)|counted_by|format_arg|gnu_printf)$/;

/** Whether a word in a function's head is an annotation rather than part of its type. */
export function isAnnotation(word: string): boolean {
  if (annotationWords.has(word) || inCapitals.test(word)) return true;
  if (!word.startsWith('__')) return false;
  return !/^__([us](8|16|32|64)|[lb]e(16|32|64)|wsum|sum16|poll_t|\w+_t)$|^__const$|^__volatile__$/.test(
    word,
  );
}

/** Whether a word in a function's head takes arguments without being the function's name. */
export function isAnnotationCall(word: string): boolean {
  return annotationCall.test(word);
}
