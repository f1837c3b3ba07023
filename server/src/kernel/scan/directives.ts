import type { AtomTable } from './atoms.ts';
import { BodyScanner } from './body.ts';
import { isDefined, judgeCondition, type Options, type Truth } from './conditionals.ts';
import { CALL, type Facts, MACRO, Numbers, OBJECT_LIKE, OFF } from './facts.ts';
import type { FileScope, Place } from './file-scope.ts';
import { lastKeyword } from './keywords.ts';
import { DIRECTIVE, END, type Lexer, NAME } from './lexer.ts';
import { Locals } from './locals.ts';

const decoder = new TextDecoder();

interface Branch {
  /** Where the scan stood at the `#if`. */
  readonly before: Place;
  /** Where it stood at the end of the branch that is followed. */
  after: Place | undefined;
  afterTruth: Truth;
  truth: Truth;
  /** Whether a branch so far is known to be the one. */
  taken: boolean;
  readonly outerOff: boolean;
}

/** Reads preprocessor lines: macros become owners, conditions decide which branch goes on. */
export class Directives {
  private readonly branches: Branch[] = [];
  private readonly macro: BodyScanner;
  private readonly words = new Numbers();
  private readonly judged = new Map<string, Truth>();
  private off = false;
  /** Whether the branch that begins is an `#if 0`. */
  private never = false;
  private readonly define: number;

  constructor(
    private readonly lexer: Lexer,
    private readonly atoms: AtomTable,
    private readonly facts: Facts,
    private readonly scope: FileScope,
    private readonly options: Options | undefined,
  ) {
    this.macro = new BodyScanner(lexer, atoms, new Locals());
    this.define = atoms.internText('define');
  }

  begin(): void {
    this.branches.length = 0;
    this.setOff(false);
  }

  /** Reads the line whose `#` was just read. */
  read(): void {
    const lexer = this.lexer;
    lexer.lineMode = true;
    if (lexer.next() === NAME) {
      if (lexer.atom === this.define) this.readDefine();
      else this.condition(this.atoms.text(lexer.atom));
    }
    lexer.finishLine();
    lexer.lineMode = false;
    if (this.never) this.skipBranch();
  }

  private condition(word: string): void {
    switch (word) {
      case 'if':
        this.enter(this.judge(this.rest()));
        break;
      case 'ifdef':
        this.enter(isDefined(this.rest(), this.options));
        break;
      case 'ifndef':
        this.enter(opposite(isDefined(this.rest(), this.options)));
        break;
      case 'elif':
        this.alternative(this.judge(this.rest()));
        break;
      case 'else':
        this.alternative('unknown', true);
        break;
      case 'endif':
        this.leave();
        break;
      case 'include':
        this.include(this.rest());
        break;
      default:
        break;
    }
  }

  private include(path: string): void {
    if (path.startsWith('"') && path.endsWith('.c"')) {
      this.scope.include(this.atoms.internText(path.slice(1, -1)));
    }
  }

  private judge(text: string): Truth {
    let truth = this.judged.get(text);
    if (truth === undefined) {
      truth = judgeCondition(text, this.options);
      this.judged.set(text, truth);
    }
    return truth;
  }

  private rest(): string {
    const lexer = this.lexer;
    const from = lexer.position;
    lexer.finishLine();
    const text = decoder.decode(lexer.source.subarray(from, lexer.position));
    return text.replace(/\/\*.*?(\*\/|$)|\/\/.*|\\\r?\n/gs, ' ').trim();
  }

  private enter(truth: Truth): void {
    this.branches.push({
      before: this.scope.place(),
      after: undefined,
      afterTruth: 'false',
      truth,
      taken: truth === 'true',
      outerOff: this.off,
    });
    this.setOff(this.off || truth === 'false');
    this.never = truth === 'false' && this.literallyNever();
  }

  /** `#if 0` alone is passed over unread; what a configuration leaves out is read and marked. */
  private literallyNever(): boolean {
    const { source, position } = this.lexer;
    let at = position - 1;
    while (at > 0 && source[at] !== 10) at--;
    const line = decoder.decode(source.subarray(at, position));
    return /^\s*#\s*if\s+0\s*(\/[*/].*)?$/.test(line);
  }

  private skipBranch(): void {
    const lexer = this.lexer;
    this.never = false;
    let open = 0;
    for (;;) {
      const kind = lexer.next();
      if (kind === END) return;
      if (kind !== DIRECTIVE) continue;
      const hash = lexer.start;
      const line = lexer.line;
      lexer.lineMode = true;
      const word = lexer.next() === NAME ? this.atoms.text(lexer.atom) : '';
      lexer.lineMode = false;
      if (word.startsWith('if')) open++;
      else if (word === 'endif' && open > 0) open--;
      else if (open === 0 && (word === 'endif' || word === 'else' || word === 'elif')) {
        lexer.position = hash;
        lexer.line = line;
        lexer.reopenLine();
        return;
      }
      lexer.lineMode = true;
      lexer.finishLine();
      lexer.lineMode = false;
    }
  }

  private alternative(truth: Truth, last = false): void {
    const branch = this.branches.at(-1);
    if (branch === undefined) return;
    this.keepAfter(branch);
    this.scope.goTo(branch.before);
    branch.truth = branch.taken ? 'false' : last && branch.afterTruth === 'false' ? 'true' : truth;
    branch.taken ||= branch.truth === 'true';
    this.setOff(branch.outerOff || branch.truth === 'false');
  }

  /** The first branch is followed, unless the configuration leaves it out. */
  private keepAfter(branch: Branch): void {
    const better =
      branch.after === undefined || (branch.afterTruth === 'false' && branch.truth !== 'false');
    if (!better) {
      if (branch.afterTruth === 'unknown' && branch.truth === 'true')
        branch.after = this.scope.place();
      return;
    }
    branch.after = this.scope.place();
    branch.afterTruth = branch.truth;
  }

  private leave(): void {
    const branch = this.branches.pop();
    if (branch === undefined) return;
    const alone = branch.after === undefined;
    this.setOff(branch.outerOff);
    if (alone) {
      if (branch.truth === 'false') this.scope.goTo(branch.before);
      return;
    }
    this.keepAfter(branch);
    if (branch.after !== undefined) this.scope.goTo(branch.after);
  }

  private setOff(off: boolean): void {
    this.off = off;
    this.scope.off = off;
    this.macro.off = off;
  }

  private readDefine(): void {
    const lexer = this.lexer;
    if (this.isPlainNumber()) return;
    if (lexer.next() !== NAME) return;
    const name = lexer.atom;
    const line = lexer.line;
    const functionLike = lexer.source[lexer.position] === 40;
    this.words.length = 0;
    this.macro.locals.beginFile();
    if (functionLike) this.readParameters();
    this.macro.begin(0);
    let tokens = 0;
    let alias = 0;
    for (let kind = lexer.next(); kind !== END; kind = lexer.next()) {
      this.macro.token(kind);
      tokens++;
      alias = tokens === 1 && kind === NAME ? lexer.atom : 0;
    }
    this.macro.finish();
    const refs = this.macro.refs;
    if (alias > lastKeyword) {
      for (const value of [CALL, line, alias, 0, 0]) refs.push(value);
    }
    if (refs.length === 0 && !functionLike) return;
    const flags = MACRO | (functionLike ? 0 : OBJECT_LIKE) | (this.off ? OFF : 0);
    this.facts.addOwner(flags, name, line, lexer.line, 0, this.words, refs);
  }

  private readParameters(): void {
    const lexer = this.lexer;
    lexer.next();
    for (let kind = lexer.next(); kind !== END && kind !== 41; kind = lexer.next()) {
      if (kind === NAME) this.words.push(lexer.atom);
    }
  }

  /** Most macros of a kernel are register numbers in generated headers: they are passed over. */
  private isPlainNumber(): boolean {
    const { source, end } = this.lexer;
    let at = this.lexer.position;
    while (at < end && (source[at] === 32 || source[at] === 9)) at++;
    while (at < end && isWord(source[at] ?? 0)) at++;
    while (at < end && (source[at] === 32 || source[at] === 9)) at++;
    const code = source[at] ?? 10;
    if (code >= 48 && code <= 57) return true;
    return code === 10 || code === 34;
  }
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95
  );
}

function opposite(truth: Truth): Truth {
  if (truth === 'unknown') return truth;
  return truth === 'true' ? 'false' : 'true';
}
