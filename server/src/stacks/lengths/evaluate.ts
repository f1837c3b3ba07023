import { splitArguments } from '../../kernel/generated/expand.ts';
import { closingToken } from '../../kernel/generated/tokens.ts';

/** Says what the names and calls in an expression stand for; `undefined` where that is not known. */
export interface Meaning {
  name(name: string): number | undefined;
  call(name: string, given: readonly (readonly string[])[]): number | undefined;
}

const typeWord =
  /^(unsigned|signed|long|int|short|char|const|_*[us](8|16|32|64)|size_t|ktime_t|time64_t|\*)$/;

/** Binary operators of C by how tightly they bind; those of two characters first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const doubled = new Set(['||', '&&', '==', '!=', '<=', '>=', '<<', '>>']);

function compute(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '<<':
      return left * 2 ** right;
    case '>>':
      return Math.floor(left / 2 ** right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    default:
      return undefined;
  }
}

/**
 * The value of a C expression given as the tokens of `kernel/generated/tokens.ts`, `Infinity` for what has no
 * end; of two values that depend on a condition the greater. `undefined` where it is not known or
 * nothing that this reader knows.
 */
export function evaluate(tokens: readonly string[], meaning: Meaning): number | undefined {
  const reader = new Reader(tokens, meaning);
  const value = tokens.length === 1 ? reader.unary() : reader.conditional();
  return reader.isDone ? value : undefined;
}

class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly meaning: Meaning;

  constructor(tokens: readonly string[], meaning: Meaning) {
    this.tokens = tokens;
    this.meaning = meaning;
  }

  get isDone(): boolean {
    return this.at === this.tokens.length;
  }

  conditional(): number | undefined {
    const condition = this.binary(0);
    if (!this.takes('?')) return condition;
    const yes = this.conditional();
    if (!this.takes(':')) return undefined;
    const no = this.conditional();
    if (condition !== undefined) return condition === 0 ? no : yes;
    return yes === undefined || no === undefined ? undefined : Math.max(yes, no);
  }

  private binary(level: number): number | undefined {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.isOperator(each));
      if (operator === undefined) return left;
      this.at += operator.length;
      const right = this.binary(level + 1);
      left = left === undefined || right === undefined ? undefined : compute(operator, left, right);
    }
  }

  /** Tokens are single characters, so that `a << b` is not to be taken for `a < …`. */
  private isOperator(operator: string): boolean {
    const [first = '', second = ''] = [this.tokens[this.at], this.tokens[this.at + 1]];
    if (operator.length === 2) return first + second === operator;
    return first === operator && !doubled.has(first + second);
  }

  unary(): number | undefined {
    if (this.takes('-')) return negated(this.unary());
    // A pointer to a time stands for the time.
    if (this.takes('+') || this.takes('*') || this.takes('&')) return this.unary();
    const { cast } = this;
    if (cast > 0) {
      this.at += cast;
      return this.unary();
    }
    return this.primary();
  }

  /** How many tokens a cast takes up here; 0 where none stands. */
  private get cast(): number {
    if (this.tokens[this.at] !== '(') return 0;
    let end = this.at + 1;
    while (typeWord.test(this.tokens[end] ?? '')) end += 1;
    return end > this.at + 1 && this.tokens[end] === ')' ? end + 1 - this.at : 0;
  }

  private primary(): number | undefined {
    if (this.takes('(')) {
      const value = this.conditional();
      return this.takes(')') ? value : undefined;
    }
    const word = this.tokens[this.at] ?? '';
    if (/^\d/.test(word)) {
      this.at += 1;
      return numberOf(word);
    }
    if (!/^[A-Za-z_]/.test(word)) return undefined;
    this.at += 1;
    if (this.tokens[this.at] !== '(') return this.meaning.name(word);
    const end = closingToken(this.tokens, this.at);
    const given = splitArguments(this.tokens.slice(this.at + 1, end));
    this.at = end + 1;
    return this.meaning.call(word, given);
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }
}

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function numberOf(word: string): number | undefined {
  const digits = word.replace(/[uUlL]+$/, '');
  const value = /^0\d+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : value;
}
