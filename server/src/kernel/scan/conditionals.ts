/** What is known of a condition under the configuration. */
export type Truth = 'true' | 'false' | 'unknown';

/** Says whether an option is set, given its name (`CONFIG_SMP`); modules count for IS_ENABLED. */
export interface Options {
  /** `y`, `m`, another value as written, or `undefined` where it is not set. */
  value(name: string): string | undefined;
}

/** A condition that holds none of these is unknown whatever it says: most are, where there is no configuration. */
const known = /\b\d|__KERNEL__|__ASSEMBLY__|__cplusplus/;
const knownByOptions = new RegExp(`${known.source}|CONFIG_`);

/**
 * Judges the condition of an `#if` line as far as the configuration tells: `defined(CONFIG_…)`,
 * `IS_ENABLED`, `IS_BUILTIN`, `IS_REACHABLE`, `IS_MODULE` (`include/linux/kconfig.h`), numbers, `!`,
 * `&&`, `||` and brackets. Anything else is unknown.
 */
export function judgeCondition(text: string, options: Options | undefined): Truth {
  if (!(options === undefined ? known : knownByOptions).test(text)) return 'unknown';
  const tokens = text.match(/[A-Za-z_]\w*|\d\w*|&&|\|\||[<>=!]=|<<|>>|\S/g) ?? [];
  let at = 0;

  function disjunction(): Truth {
    let left = conjunction();
    while (tokens[at] === '||') {
      at++;
      const right = conjunction();
      if (left === 'true' || right === 'true') left = 'true';
      else if (left === 'unknown' || right === 'unknown') left = 'unknown';
    }
    return left;
  }

  function conjunction(): Truth {
    let left = negation();
    while (tokens[at] === '&&') {
      at++;
      const right = negation();
      if (left === 'false' || right === 'false') left = 'false';
      else if (left === 'unknown' || right === 'unknown') left = 'unknown';
    }
    return left;
  }

  function negation(): Truth {
    if (tokens[at] !== '!') return primary();
    at++;
    const inner = negation();
    if (inner === 'unknown') return 'unknown';
    return inner === 'true' ? 'false' : 'true';
  }

  function primary(): Truth {
    const answer = operand();
    let compared = false;
    while (at < tokens.length && !/^(\)|&&|\|\|)$/.test(tokens[at] ?? '')) {
      compared = true;
      at++;
      if (tokens[at - 1] === '(') skipBracket();
    }
    return compared ? 'unknown' : answer;
  }

  function skipBracket(): void {
    for (let open = 1; open > 0 && at < tokens.length; at++) {
      if (tokens[at] === '(') open++;
      else if (tokens[at] === ')') open--;
    }
  }

  function operand(): Truth {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const inner = disjunction();
      if (tokens[at] === ')') at++;
      return inner;
    }
    if (/^\d/.test(token)) return /^0+[uUlL]*$/.test(token) ? 'false' : 'true';
    if (token === 'defined') {
      const bracket = tokens[at] === '(';
      if (bracket) at++;
      const name = tokens[at++] ?? '';
      if (bracket && tokens[at] === ')') at++;
      return isDefined(name, options);
    }
    if (/^IS_(ENABLED|BUILTIN|REACHABLE|MODULE)$/.test(token) && tokens[at] === '(') {
      const name = tokens[at + 1] ?? '';
      at += 3;
      return isEnabled(token, name, options);
    }
    return 'unknown';
  }

  return disjunction();
}

/** Whether a name is defined: known for CONFIG_ options, and for what a kernel is never without. */
export function isDefined(name: string, options: Options | undefined): Truth {
  if (name === '__KERNEL__') return 'true';
  if (name === '__ASSEMBLY__' || name === '__cplusplus') return 'false';
  if (options === undefined || !name.startsWith('CONFIG_')) return 'unknown';
  if (name.endsWith('_MODULE')) {
    return options.value(name.slice(0, -'_MODULE'.length)) === 'm' ? 'true' : 'false';
  }
  const value = options.value(name);
  return value === undefined || value === 'm' ? 'false' : 'true';
}

function isEnabled(test: string, name: string, options: Options | undefined): Truth {
  if (options === undefined || !name.startsWith('CONFIG_')) return 'unknown';
  const value = options.value(name);
  if (test === 'IS_BUILTIN') return value === 'y' ? 'true' : 'false';
  if (test === 'IS_MODULE') return value === 'm' ? 'true' : 'false';
  if (test === 'IS_REACHABLE' && value === 'm') return 'unknown';
  return value === 'y' || value === 'm' ? 'true' : 'false';
}
