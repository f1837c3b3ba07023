const code =
  /^\s*(?:$|[{}]|\/[*/]|\*|#\s*(?:if|ifdef|ifndef|else|elif|endif|define|undef|include)\b|(?:if|for|while|switch|return|goto|case|default|do|else|break|continue|static|struct|int|void|unsigned|bool)\b.*[;{(),:&|]?\s*$)|[;{},(\\]\s*$|\*\/\s*$|(?:&&|\|\|)\s*$|\w\([^)]*\)+\s*$/;

/**
 * Whether lines (without their `+` or `-`) are rather C than the items of a list in prose: at least
 * half of those that are not empty end or begin as C lines do, and there is one.
 */
export function looksLikeCode(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  const hits = filled.filter((line) => line.length < 500 && code.test(line)).length;
  return hits > 0 && hits * 2 >= filled.length;
}
