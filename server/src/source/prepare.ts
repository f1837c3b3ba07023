import { annotations, mayBeAnnotation } from './annotations.ts';
import { afterParentheses, nextToken, type Token } from './c-lexer.ts';
import { definedSymbol } from './definition-macros.ts';
import { applyEdits, type Edit } from './edits.ts';

/** A word that was blanked out. Offsets are UTF-16 code units of the text. */
export interface Annotation {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** A function that a macro defines: `SYSCALL_DEFINE1(newuname, …)`. */
export interface MacroDefinition {
  readonly macro: string;
  readonly symbol: string;
  /** Where the name stands among the macro's arguments. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
}

/** A C text made readable for a grammar that knows no kernel macros. */
export interface PreparedText {
  /** As long as the original, line for line and column for column. */
  readonly text: string;
  readonly annotations: readonly Annotation[];
  /** By the offset at which the prepared text has the made-up function name. */
  readonly macros: ReadonlyMap<number, MacroDefinition>;
}

/** An `#if` group under way. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  /** Start of the first `#else` or `#elif`, and brace depth before it. */
  otherwise: { readonly start: number; readonly depth: number } | undefined;
}

const madeUp = 'int f()';
const nameOffset = 4;

/**
 * Blanks out annotations (`__sched`, `asmlinkage __visible`, `__printf(1, 2)`), turns definition
 * macros into plain functions and iterator macros (`for_each_online_cpu(cpu) { … }`) into loops,
 * and keeps only the first branch of an `#if` whose branches split a function between them.
 * Everything keeps its place. Takes time linear in the text's length.
 */
export function prepare(text: string): PreparedText {
  return new Preparation(text).run();
}

class Preparation {
  readonly #text: string;
  readonly #edits: Edit[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #macros = new Map<number, MacroDefinition>();
  readonly #groups: Group[] = [];
  #depth = 0;
  #parentheses = 0;
  /** The last token that was no directive. */
  #before: Token | undefined;
  /** The `#endif` just passed, while no other token followed it. */
  #closed: { readonly group: Group; readonly end: number } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  run(): PreparedText {
    let token = nextToken(this.#text, 0);
    while (token !== undefined) {
      token = nextToken(this.#text, this.#take(token));
    }
    return {
      text: applyEdits(this.#text, this.#edits),
      annotations: this.#annotations,
      macros: this.#macros,
    };
  }

  /** Gives the offset to go on from. */
  #take(token: Token): number {
    if (token.kind === 'directive') {
      this.#takeDirective(token);
      return token.end;
    }
    if (token.kind === 'punctuation') {
      this.#takePunctuation(token);
    }
    const blankEnd = token.kind === 'word' ? this.#takeAnnotation(token) : undefined;
    this.#closed = undefined;
    if (blankEnd !== undefined) {
      return blankEnd;
    }
    const end = token.kind === 'word' ? this.#takeCall(token) : token.end;
    this.#before = { kind: end > token.end ? 'punctuation' : token.kind, start: token.start, end };
    return end;
  }

  #takePunctuation(token: Token): void {
    const isFirst = token.start === 0 || this.#text[token.start - 1] === '\n';
    switch (this.#text[token.start]) {
      case '{':
        if (this.#depth === 0 && this.#closed !== undefined) {
          this.#dropBranches(this.#closed.group, this.#closed.end);
        }
        // A block in the first column inside a function follows a statement.
        if (isFirst && this.#text[(this.#before?.end ?? 0) - 1] !== ';') {
          this.#depth = 0;
          this.#parentheses = 0;
        }
        this.#depth += 1;
        break;
      case '}':
        this.#depth = isFirst ? 0 : Math.max(0, this.#depth - 1);
        this.#parentheses = this.#depth === 0 ? 0 : this.#parentheses;
        break;
      case '(':
        this.#parentheses += 1;
        break;
      case ')':
        this.#parentheses = Math.max(0, this.#parentheses - 1);
        break;
      default:
    }
  }

  #takeAnnotation(token: Token): number | undefined {
    const word = this.#text.slice(token.start, token.end);
    const kind = annotations.get(word);
    return kind !== undefined || this.#standsAsAnnotation(word, token)
      ? this.#blank(word, token, kind !== 'plain')
      : undefined;
  }

  #takeCall(token: Token): number {
    const next = nextToken(this.#text, token.end);
    if (next === undefined || this.#text[next.start] !== '(') {
      return token.end;
    }
    const word = this.#text.slice(token.start, token.end);
    if (this.#depth === 0) {
      return this.#parentheses === 0 ? this.#takeDefinition(word, token, next.start) : token.end;
    }
    this.#takeIterator(word, token, next.start);
    return token.end;
  }

  /** `static int __my_text name(…)`: between another specifier and the name. */
  #standsAsAnnotation(word: string, token: Token): boolean {
    if (this.#depth !== 0 || this.#parentheses !== 0 || !mayBeAnnotation(word)) {
      return false;
    }
    const next = nextToken(this.#text, token.end);
    return next?.kind === 'word' && this.#before?.kind === 'word';
  }

  #blank(word: string, token: Token, mayTakeArguments: boolean): number {
    const next = nextToken(this.#text, token.end);
    let end = token.end;
    if (mayTakeArguments && next !== undefined && this.#text[next.start] === '(') {
      end = afterParentheses(this.#text, next.start) ?? token.end;
    }
    this.#annotations.push({ word, start: token.start, end: token.end });
    this.#edits.push({ start: token.start, end, text: '' });
    return end;
  }

  #takeDefinition(macro: string, token: Token, open: number): number {
    const isFirst = token.start === 0 || this.#text[token.start - 1] === '\n';
    if (keywords.has(macro) || !(isFirst || /^[A-Z]/.test(macro))) {
      return token.end;
    }
    const name = nextToken(this.#text, open + 1);
    const end = afterParentheses(this.#text, open);
    const next = end === undefined ? undefined : nextToken(this.#text, end);
    // `BTF_ID(func, f)` alone on a line, without `;`: a statement only to the preprocessor.
    if (
      isFirst &&
      end !== undefined &&
      (next === undefined || next.kind === 'word' || next.kind === 'directive')
    ) {
      this.#edits.push({ start: token.start, end, text: '' });
      return end;
    }
    if (!/^[A-Z]/.test(macro)) {
      return token.end;
    }
    if (name?.kind !== 'word' || end === undefined || this.#text[next?.start ?? -1] !== '{') {
      return token.end;
    }
    const symbol = definedSymbol(macro, this.#text.slice(name.start, name.end));
    const covered = this.#text.slice(token.start, Math.min(end, token.start + madeUp.length));
    if (symbol === undefined || covered.length < madeUp.length || covered.includes('\n')) {
      return token.end;
    }
    this.#edits.push({ start: token.start, end, text: madeUp });
    this.#macros.set(token.start + nameOffset, {
      macro,
      symbol,
      nameStart: name.start,
      nameEnd: name.end,
      start: token.start,
    });
    return end;
  }

  /** `list_for_each_entry(a, b, c) {` reads as a call that lacks its `;`: written `while`, it is a loop. */
  #takeIterator(word: string, token: Token, open: number): void {
    if (word.length < 5 || keywords.has(word) || !this.#isStart()) {
      return;
    }
    const isNamed = word.includes('for_each');
    if (!isNamed && !/^[a-z_]/.test(word)) {
      return;
    }
    const end = afterParentheses(this.#text, open);
    const next = end === undefined ? undefined : nextToken(this.#text, end);
    const mark = this.#text[next?.start ?? -1];
    if (mark === '{' || (isNamed && next?.kind === 'word')) {
      this.#edits.push({ start: token.start, end: token.end, text: 'while' });
    }
  }

  /** Whether a statement can start here. */
  #isStart(): boolean {
    const before = this.#before;
    if (before === undefined) {
      return true;
    }
    const mark = this.#text.slice(before.start, before.end);
    return mark.length === 1 ? ';{}):'.includes(mark) : mark === 'else' || mark === 'do';
  }

  #takeDirective(token: Token): void {
    const name = /^#\s*(\w*)/.exec(this.#text.slice(token.start, token.start + 40))?.[1] ?? '';
    if (name.startsWith('if')) {
      this.#groups.push({
        start: token.start,
        end: token.end,
        depth: this.#depth,
        otherwise: undefined,
      });
      return;
    }
    const group = this.#groups.at(-1);
    if (group === undefined) {
      return;
    }
    if (name.startsWith('el')) {
      group.otherwise ??= { start: token.start, depth: this.#depth };
      this.#depth = group.depth;
    } else if (name === 'endif') {
      this.#groups.pop();
      if (group.otherwise === undefined) {
        return;
      }
      const isSplit = group.otherwise.depth !== group.depth;
      this.#depth = group.otherwise.depth;
      if (isSplit) {
        this.#dropBranches(group, token.end);
      } else {
        this.#closed = { group, end: token.end };
      }
    }
  }

  #dropBranches(group: Group, end: number): void {
    if (group.otherwise !== undefined) {
      this.#edits.push({ start: group.start, end: group.end, text: '' });
      this.#edits.push({ start: group.otherwise.start, end, text: '' });
    }
  }
}

const keywords = new Set(
  'if for while switch return sizeof typeof __typeof__ else do case struct union enum int void char'.split(
    ' ',
  ),
);
