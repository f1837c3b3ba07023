import type { AtomTable } from './atoms.ts';
import { BodyScanner } from './body.ts';
import { definers } from './definer.ts';
import {
  CALL,
  CONTINUED,
  DERIVED,
  type Facts,
  FILE_SCOPE,
  FUNCTION,
  INCLUDE,
  Numbers,
  OFF,
  OWNER_END,
  OWNER_STRIDE,
  STATIC,
} from './facts.ts';
import { FieldScanner } from './fields.ts';
import {
  externWord,
  lastKeyword,
  lastStorageWord,
  lastTagWord,
  lastTypeWord,
  staticWord,
  structWord,
  typedefWord,
  unionWord,
} from './keywords.ts';
import { type Lexer, NAME } from './lexer.ts';
import { Locals } from './locals.ts';

const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What the tokens now read are part of. */
const DECLARATION = 0;
const PARAMETERS = 1;
const USE = 2;
const INITIALISER = 3;
const FIELDS = 4;
const BODY = 5;
const SKIPPED = 6;

const longest = 256;

/** Where the scan stands, so that an `#else` can go back to where its `#if` stood. */
export interface Place {
  readonly mode: number;
  readonly depth: number;
  readonly braces: number;
  readonly owner: OpenFunction | undefined;
}

/** A function whose closing brace has not been read. */
interface OpenFunction {
  readonly name: number;
  readonly line: number;
  readonly flags: number;
  readonly macro: number;
  readonly parameter: number;
  /** Index of its owner in the facts, once closed. */
  index: number;
  /** Others whose heads stand in other branches of the same `#if`, and which end with this one. */
  readonly twins: OpenFunction[];
}

/** Reads the declarations of a file and hands bodies, initialisers and fields on. */
export class FileScope {
  private mode = DECLARATION;
  /** Brackets open in PARAMETERS, USE and SKIPPED. */
  private open = 0;
  private readonly kinds = new Int32Array(longest);
  private readonly names = new Int32Array(longest);
  private readonly lines = new Int32Array(longest);
  private length = 0;
  private struct = 0;
  private definerArgument = 0;
  private functionOpen: OpenFunction | undefined;
  private readonly locals = new Locals();
  private readonly body: BodyScanner;
  private readonly file: BodyScanner;
  private readonly fileRefs = new Numbers();
  private readonly fieldScanner: FieldScanner;
  private readonly words = new Numbers();
  private readonly annotation = new Map<number, boolean>();
  private readonly annotationCalls = new Map<number, boolean>();
  private readonly definerOf = new Map<number, (argument: string) => readonly string[]>();
  /** A branch of an `#if` left the brackets different from another. */
  uneven = false;

  constructor(
    private readonly lexer: Lexer,
    private readonly atoms: AtomTable,
    private readonly facts: Facts,
  ) {
    this.body = new BodyScanner(lexer, atoms, this.locals);
    this.file = new BodyScanner(lexer, atoms, new Locals());
    this.fieldScanner = new FieldScanner(lexer, facts);
  }

  begin(): void {
    this.mode = DECLARATION;
    this.locals.beginFile();
    this.file.locals.beginFile();
    this.fileRefs.length = 0;
    this.functionOpen = undefined;
    this.uneven = false;
    this.reset();
  }

  /** Ends the file: a function left open ends here, and the file's own references become an owner. */
  end(): void {
    if (this.mode === BODY) this.closeFunction();
    this.flushUse();
    this.words.length = 0;
    this.facts.addOwner(FILE_SCOPE, 0, 1, this.lexer.line, 0, this.words, this.fileRefs);
  }

  set off(value: boolean) {
    this.body.off = value;
    this.file.off = value;
  }

  /** Notes that the file takes in another C file; `path` is the quoted text's atom. */
  include(path: number): void {
    for (const value of [INCLUDE, this.lexer.line, path, 0, 0]) this.fileRefs.push(value);
  }

  place(): Place {
    const scanner = this.mode === BODY ? this.body : this.file;
    const depth = this.mode === BODY || this.mode === INITIALISER ? scanner.depth : this.open;
    return { mode: this.mode, depth, braces: scanner.braces, owner: this.functionOpen };
  }

  /** Goes on as if at `place`; a function opened or closed since is closed or opened again. */
  goTo(place: Place): void {
    const now = this.place();
    if (now.mode === place.mode && now.owner === place.owner) {
      if (now.depth === place.depth) return;
      this.uneven = true;
      if (this.mode === BODY) this.body.restore(place.depth, place.braces);
      else if (this.mode === INITIALISER) this.file.restore(place.depth, place.braces);
      else if (this.mode === FIELDS) this.fieldScanner.restore(place.depth);
      else this.open = place.depth;
      return;
    }
    if (now.mode === BODY && place.mode === BODY && now.owner && place.owner) {
      if (now.owner.line !== place.owner.line) now.owner.twins.push(place.owner);
      this.body.restore(place.depth, place.braces);
      return;
    }
    this.uneven = true;
    if (now.mode === BODY) this.closeFunction();
    if (place.mode === BODY && place.owner) {
      this.reopen(place.owner);
      this.body.restore(place.depth, place.braces);
    } else if (place.mode === DECLARATION) this.reset();
  }

  token(kind: number): void {
    switch (this.mode) {
      case BODY:
        this.bodyToken(kind);
        break;
      case DECLARATION:
        this.declarationToken(kind);
        break;
      case INITIALISER:
        this.initialiserToken(kind);
        break;
      case FIELDS:
        if (this.fieldScanner.token(kind)) this.afterBraces();
        break;
      case PARAMETERS:
        this.parameterToken(kind);
        break;
      case USE:
        this.useToken(kind);
        break;
      default:
        this.skippedToken(kind);
    }
  }

  private reset(): void {
    this.mode = DECLARATION;
    this.length = 0;
    this.struct = 0;
    this.definerArgument = 0;
    this.locals.beginFunction();
    this.body.begin(0);
    this.uneven = false;
  }

  private add(kind: number): void {
    if (this.length === longest) return;
    this.kinds[this.length] = kind;
    this.names[this.length] = kind === NAME ? this.lexer.atom : 0;
    this.lines[this.length] = this.lexer.line;
    this.length++;
  }

  private declarationToken(kind: number): void {
    switch (kind) {
      case OPEN:
        this.openParameters();
        return;
      case SEMICOLON:
        this.declareVariable();
        this.reset();
        return;
      case CLOSE_BRACE:
        this.reset();
        return;
      case COMMA:
        this.declareVariable();
        this.add(kind);
        return;
      case EQUALS:
        this.declareVariable();
        this.beginInitialiser();
        return;
      case OPEN_BRACE:
        this.openBrace();
        return;
      default:
        this.add(kind);
    }
  }

  private openParameters(): void {
    const last = this.length - 1;
    const isName = last >= 0 && this.kinds[last] === NAME;
    const name = isName ? (this.names[last] ?? 0) : 0;
    this.add(OPEN);
    this.open = 1;
    if (isName && name > lastKeyword && this.onlyStorageBefore(last)) {
      this.mode = USE;
      this.file.begin(0);
      this.file.useCall(name, this.lines[last] ?? 0);
      return;
    }
    this.mode = PARAMETERS;
    this.argumentIndex = 0;
    this.inner = 0;
    this.body.parameter(OPEN, -1);
  }

  /** Whether no type stands before a name, so that what follows is a macro's use. */
  private onlyStorageBefore(last: number): boolean {
    for (let at = 0; at < last; at++) {
      if (this.kinds[at] !== NAME) return false;
      const name = this.names[at] ?? 0;
      if (name > lastTagWord && name <= lastStorageWord) continue;
      return false;
    }
    return true;
  }

  private parameterToken(kind: number): void {
    if (kind === OPEN) this.open++;
    else if (kind === CLOSE) this.open--;
    this.body.parameter(kind, this.argumentIndex);
    if (kind === COMMA && this.open === 1) this.argumentIndex++;
    if (kind === OPEN && this.open === 2) this.pointerDeclarator();
    if (this.open === 0) {
      this.mode = DECLARATION;
      this.add(CLOSE);
    } else if (this.open === 1 && this.lastIsOpen() && (kind === STAR || kind === NAME)) {
      this.innerName(kind);
    }
  }

  /** Inside `(` that follows a type: `(*name(…))(…)` declares a function that gives a pointer. */
  private innerName(kind: number): void {
    const opener = this.length - 1;
    if (this.kinds[opener - 1] === NAME && (this.names[opener - 1] ?? 0) > lastTypeWord) {
      const typeName = this.names[opener - 1] ?? 0;
      if (typeName <= lastKeyword || kind !== STAR) return;
    }
    if (kind === STAR) this.inner = STAR;
    else if (this.inner === STAR) this.inner = this.lexer.atom;
  }

  private inner = 0;
  private argumentIndex = 0;

  private lastIsOpen(): boolean {
    return this.length > 0 && this.kinds[this.length - 1] === OPEN;
  }

  private pointerDeclarator(): void {
    if (this.inner > STAR && this.lastIsOpen()) {
      this.kinds[this.length - 1] = NAME;
      this.names[this.length - 1] = this.inner;
      this.add(OPEN);
    }
    this.inner = 0;
  }

  private useToken(kind: number): void {
    if (kind === OPEN) this.open++;
    else if (kind === CLOSE) this.open--;
    else if (kind === NAME && this.open === 1 && this.definerArgument === 0) {
      this.definerArgument = this.lexer.atom;
    }
    this.file.token(kind);
    if (this.open === 0) {
      this.flushUse();
      this.mode = DECLARATION;
      this.add(CLOSE);
    }
  }

  private flushUse(): void {
    this.fileRefs.append(this.file.refs);
    this.file.refs.length = 0;
  }

  private beginInitialiser(): void {
    this.mode = INITIALISER;
    this.file.begin(this.struct);
    this.file.token(EQUALS);
  }

  private initialiserToken(kind: number): void {
    if (kind === SEMICOLON && this.file.braces === 0) {
      this.file.token(kind);
      this.flushUse();
      this.reset();
      return;
    }
    this.file.token(kind);
    if (kind === CLOSE_BRACE && this.lexer.atColumnZero && this.uneven) this.file.restore(0, 0);
  }

  /** The name before `;`, `,` or `=` is a variable of a struct. */
  private declareVariable(): void {
    this.struct = 0;
    let variable = 0;
    for (let at = 0; at < this.length; at++) {
      if (this.kinds[at] === OPEN) break;
      if (this.kinds[at] !== NAME) continue;
      const name = this.names[at] ?? 0;
      if ((name === structWord || name === unionWord) && this.kinds[at + 1] === NAME) {
        this.struct = this.names[at + 1] ?? 0;
        at++;
      } else if (name > lastKeyword) variable = name;
    }
    if (variable > 0 && this.struct > 0) {
      this.locals.declareInFile(variable, this.struct);
      this.file.locals.declareInFile(variable, this.struct);
    }
  }

  private openBrace(): void {
    const last = this.length - 1;
    const tag = this.tagBeforeBrace(last);
    if (tag === structWord || tag === unionWord) {
      this.mode = FIELDS;
      this.fieldScanner.begin(this.kinds[last] === NAME ? (this.names[last] ?? 0) : 0);
      return;
    }
    const head = tag === 0 ? this.findHead() : -1;
    if (head < 0) {
      this.mode = SKIPPED;
      this.open = 1;
      return;
    }
    this.openFunction(head);
  }

  /** `struct name {`, `struct __packed name {`, `enum {`: the tag word, or 0. */
  private tagBeforeBrace(last: number): number {
    for (let at = last; at >= 0 && at > last - 6; at--) {
      if (this.kinds[at] !== NAME) return 0;
      const name = this.names[at] ?? 0;
      if (name > lastTypeWord && name <= lastTagWord) return name;
    }
    return 0;
  }

  /**
   * Which of the names with a bracket after them is the function's: the last that a type stands before;
   * an annotation (`__acquires(x)`) does not take the place of a name found.
   */
  private findHead(): number {
    let head = -1;
    let first = -1;
    for (let at = 1; at < this.length; at++) {
      if (this.kinds[at] !== OPEN || this.kinds[at - 1] !== NAME) continue;
      const name = this.names[at - 1] ?? 0;
      if (name <= lastKeyword || this.isAnnotationCall(name)) continue;
      if (first < 0) first = at - 1;
      const before = at >= 2 ? this.kinds[at - 2] : 0;
      const typed =
        before === STAR || (before === NAME && this.isTypeLike(this.names[at - 2] ?? 0));
      if (!typed) continue;
      const sure = before === STAR || (this.names[at - 2] ?? 0) <= lastTypeWord;
      if (head >= 0 && !sure && this.startsWithUnderscores(name)) continue;
      head = at - 1;
    }
    return head >= 0 ? head : first;
  }

  /** Annotations that take arguments (`include/linux/compiler_attributes.h`, `compiler_types.h`). */
  private isAnnotationCall(name: number): boolean {
    if (!this.startsWithUnderscores(name)) return false;
    let known = this.annotationCalls.get(name);
    if (known === undefined) {
      known = annotationCall.test(this.atoms.text(name));
      this.annotationCalls.set(name, known);
    }
    return known;
  }

  private isTypeLike(name: number): boolean {
    return name > lastStorageWord || name <= lastTagWord;
  }

  private startsWithUnderscores(name: number): boolean {
    return this.atoms.byteAt(name, 0) === 95 && this.atoms.byteAt(name, 1) === 95;
  }

  private openFunction(head: number): void {
    let flags = FUNCTION | (this.body.off ? OFF : 0);
    this.words.length = 0;
    for (let at = 0; at < this.length; at++) {
      if (this.kinds[at] !== NAME || at === head) continue;
      const name = this.names[at] ?? 0;
      if (name === staticWord) flags |= STATIC;
      else if (this.isAnnotation(name)) this.words.push(name);
    }
    let name = this.names[head] ?? 0;
    let macro = 0;
    const line = this.lines[head] ?? 0;
    if (this.onlyStorageBefore(head) && this.definerArgument > lastKeyword) {
      macro = name;
      name = this.define(name, line, flags);
    }
    const parameter = this.locals.firstType;
    this.functionOpen = { name, line, flags, macro, parameter, index: -1, twins: [] };
    this.openWords.length = 0;
    this.openWords.append(this.words);
    this.mode = BODY;
    this.body.begin(0);
    this.body.token(OPEN_BRACE);
  }

  private readonly openWords = new Numbers();

  /** The name that a definition macro gives the body; adds the functions it makes beside it. */
  private define(macro: number, line: number, flags: number): number {
    let names = this.definerOf.get(macro);
    if (names === undefined) {
      const text = this.atoms.text(macro);
      names = definers.find((each) => each.macro.test(text))?.names ?? ((argument) => [argument]);
      this.definerOf.set(macro, names);
    }
    const made = names(this.atoms.text(this.definerArgument)).map((text) =>
      this.atoms.internText(text),
    );
    const none = new Numbers();
    for (let at = 1; at < made.length; at++) {
      const refs = new Numbers();
      for (const value of [CALL, line, made[at - 1] ?? 0, 0, 0]) refs.push(value);
      this.facts.addOwner(flags | DERIVED, made[at] ?? 0, line, line, macro, none, refs);
    }
    return made[0] ?? this.definerArgument;
  }

  private isAnnotation(name: number): boolean {
    const known = this.annotation.get(name);
    if (known !== undefined) return known;
    const answer = isAnnotationWord(this.atoms.text(name));
    this.annotation.set(name, answer);
    return answer;
  }

  private bodyToken(kind: number): void {
    this.body.token(kind);
    if (kind !== CLOSE_BRACE) return;
    if (this.body.braces === 0 || (this.uneven && this.lexer.atColumnZero)) {
      this.closeFunction();
      this.reset();
    }
  }

  private closeFunction(): void {
    const open = this.functionOpen;
    if (open === undefined) return;
    const flags = open.index >= 0 ? open.flags | CONTINUED : open.flags;
    const index = this.facts.addOwner(
      flags,
      open.name,
      open.line,
      this.lexer.line,
      open.macro,
      this.openWords,
      this.body.refs,
      open.parameter,
    );
    for (const one of [open, ...open.twins]) {
      if (one.index >= 0)
        this.facts.owners.items[one.index * OWNER_STRIDE + OWNER_END] = this.lexer.line;
    }
    open.index = open.index >= 0 ? open.index : index;
    this.functionOpen = undefined;
    this.mode = DECLARATION;
    this.body.refs.length = 0;
  }

  private reopen(open: OpenFunction): void {
    this.functionOpen = open;
    this.mode = BODY;
    this.body.begin(0);
    this.openWords.length = 0;
  }

  private skippedToken(kind: number): void {
    if (kind === OPEN_BRACE) this.open++;
    else if (kind === CLOSE_BRACE) this.open--;
    if (this.open === 0) this.afterBraces();
  }

  /** After the braces of a struct or an enum: what follows may declare a variable of it. */
  private afterBraces(): void {
    this.mode = DECLARATION;
    const first = this.names[0] ?? 0;
    const isTag = first > lastTypeWord && first <= lastTagWord;
    const isStorage = first === typedefWord || first === staticWord || first === externWord;
    if (!isTag && !isStorage && this.tagBeforeBrace(this.length - 1) === 0) this.reset();
  }
}

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

const annotationCall =
  /^__(printf|scanf|aligned|section|acquires?(_shared)?|releases?(_shared)?|must_hold(_shared)?|cond_acquires|cond_lock|alloc_size\w*|realloc_size|assume_aligned|alias|no_sanitize\w*|target|copy|nonnull|compiletime_(error|warning)|counted_by|format_arg|gnu_printf)$/;

/** Whether a word in a function's head is an annotation rather than part of its type. */
function isAnnotationWord(word: string): boolean {
  if (annotationWords.has(word)) return true;
  if (!word.startsWith('__')) return false;
  return !/^__([us](8|16|32|64)|[lb]e(16|32|64)|wsum|sum16|poll_t|\w+_t)$|^__const$|^__volatile__$/.test(
    word,
  );
}
