/** Words that name a type; a name after one of them is being declared. */
const typeWords = [
  'void',
  'char',
  'short',
  'int',
  'long',
  'float',
  'double',
  'signed',
  'unsigned',
  '_Bool',
  'const',
  'volatile',
  '__const',
  '__volatile__',
  'register',
  'restrict',
  '__restrict',
];
const tagWords = ['struct', 'union', 'enum'];
const storageWords = ['static', 'extern', 'typedef', 'auto', 'inline', '__inline', '__inline__'];
/** Words that take a parenthesis without being called. */
const otherWords = [
  'if',
  'else',
  'for',
  'while',
  'do',
  'switch',
  'case',
  'default',
  'return',
  'goto',
  'break',
  'continue',
  'sizeof',
  'typeof',
  '__typeof__',
  '__typeof',
  '_Alignof',
  '__alignof__',
  'asm',
  '__asm__',
  '__asm',
  '__attribute__',
  '__attribute',
  'defined',
  '_Static_assert',
  '__extension__',
  '_Generic',
  '__builtin_offsetof',
  '__builtin_types_compatible_p',
  '__auto_type',
];

/** The words of C that are never the name of a function, in the order of their atoms (from 1). */
export const keywords: readonly string[] = [
  ...typeWords,
  ...tagWords,
  ...storageWords,
  ...otherWords,
];

export const lastTypeWord = typeWords.length;
export const lastTagWord = lastTypeWord + tagWords.length;
export const lastStorageWord = lastTagWord + storageWords.length;
export const lastKeyword: number = keywords.length;

function atomOf(word: string): number {
  return keywords.indexOf(word) + 1;
}

export const structWord: number = atomOf('struct');
export const unionWord: number = atomOf('union');
export const enumWord: number = atomOf('enum');
export const staticWord: number = atomOf('static');
export const externWord: number = atomOf('extern');
export const typedefWord: number = atomOf('typedef');
export const returnWord: number = atomOf('return');
export const elseWord: number = atomOf('else');
export const asmWords: readonly number[] = [atomOf('asm'), atomOf('__asm__'), atomOf('__asm')];
