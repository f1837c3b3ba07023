/** Gives a variable's text, expanded. */
export type MakeVariables = (name: string) => string;

/**
 * Expands a makefile's text: variables, and those functions of GNU make that kernel Makefiles choose
 * objects with. A function that asks the world (`shell`, `call`) gives nothing.
 */
export function expandMake(text: string, variables: MakeVariables): string {
  let out = '';
  let at = 0;
  for (;;) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return out + text.slice(at);
    out += text.slice(at, dollar);
    const opener = text[dollar + 1];
    if (opener === '(' || opener === '{') {
      const close = closing(text, dollar + 1, opener === '(' ? ')' : '}');
      out += reference(text.slice(dollar + 2, close), variables);
      at = close + 1;
    } else {
      if (opener === '$') out += '$';
      at = dollar + 2;
    }
  }
}

/** Index of the bracket that closes the one at `open`; the end of the text where none does. */
function closing(text: string, open: number, close: string): number {
  const opener = text[open];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === opener) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return text.length;
}

function reference(inside: string, variables: MakeVariables): string {
  const call = /^([a-z-]+)\s+(.*)$/s.exec(inside);
  if (call !== null) return applied(call[1] ?? '', split(call[2] ?? ''), variables);
  const name = expandMake(inside, variables);
  const replaced = /^([^:]+):([^=]*)=(.*)$/.exec(name);
  if (replaced === null) return variables(name);
  const pattern = (text: string): string => (text.includes('%') ? text : `%${text}`);
  return patsubst(
    pattern(replaced[2] ?? ''),
    pattern(replaced[3] ?? ''),
    variables(replaced[1] ?? ''),
  );
}

/** Arguments of a function, cut at the commas that are in no bracket. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text[at];
    if (code === '(' || code === '{') depth++;
    else if (code === ')' || code === '}') depth--;
    else if (code === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function applied(name: string, parts: readonly string[], variables: MakeVariables): string {
  const part = (index: number): string => expandMake(parts[index] ?? '', variables);
  switch (name) {
    case 'subst':
      return part(2).replaceAll(part(0), part(1));
    case 'patsubst':
      return patsubst(part(0).trim(), part(1).trim(), part(2));
    case 'addprefix':
      return words(part(1))
        .map((word) => part(0).trim() + word)
        .join(' ');
    case 'addsuffix':
      return words(part(1))
        .map((word) => word + part(0).trim())
        .join(' ');
    case 'filter':
    case 'filter-out': {
      const patterns = words(part(0)).map(patternOf);
      const keep = name === 'filter';
      return words(part(1))
        .filter((word) => patterns.some((each) => each.test(word)) === keep)
        .join(' ');
    }
    case 'if':
      return part(0).trim() === '' ? part(2) : part(1);
    case 'or':
      return parts.map((_, index) => part(index).trim()).find((text) => text !== '') ?? '';
    case 'and':
      return parts.every((_, index) => part(index).trim() !== '') ? part(parts.length - 1) : '';
    case 'strip':
    case 'sort':
      return words(part(0)).join(' ');
    case 'findstring':
      return part(1).includes(part(0)) ? part(0) : '';
    case 'notdir':
      return words(part(0))
        .map((word) => word.slice(word.lastIndexOf('/') + 1))
        .join(' ');
    case 'foreach': {
      const variable = part(0).trim();
      const body = parts.slice(2).join(',');
      return words(part(1))
        .map((word) => expandMake(body, (asked) => (asked === variable ? word : variables(asked))))
        .join(' ');
    }
    default:
      return '';
  }
}

export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace('%', '(.*)')}$`);
}

function patsubst(from: string, to: string, text: string): string {
  const pattern = patternOf(from);
  return words(text)
    .map((word) => {
      const match = pattern.exec(word);
      return match === null ? word : to.replace('%', match[1] ?? '');
    })
    .join(' ');
}
