import type { Options } from '../scan/conditionals.ts';
import { expandMake, words } from './make-expand.ts';

const includesDeep = 24;

/** An `ifeq` under way: whether its present part holds, and whether one has held. */
interface Branch {
  on: boolean;
  taken: boolean;
}

/** What a makefile is read under. */
export interface MakeContext {
  readonly config: Options | undefined;
  readonly arch: string;
  /** The directory in the tree, without a slash at its end. */
  readonly directory: string;
}

/**
 * Reading that asks for files on its way: it gives the path of a file in the tree and goes on with its
 * text, or with `undefined` where there is none. So one reading serves files that are there at once and
 * files that have to be waited for.
 */
export type Reading<T> = Generator<string, T, string | undefined>;

/**
 * The variables of a kernel Makefile after it is read: enough of GNU make for the lists of objects
 * (`Documentation/kbuild/makefiles.rst`). Without a configuration every option counts as `y`.
 */
export class Makefile {
  private readonly raw = new Map<string, string>();
  private readonly sources = new Map<string, string>();
  /** Where a variable was last added to. */
  private readonly places = new Map<string, string>();

  constructor(private readonly context: MakeContext) {
    for (const [name, text] of [
      ['SRCARCH', context.arch],
      ['ARCH', context.arch],
      ['src', context.directory],
      ['obj', context.directory],
      ['srctree', ''],
      ['CC_FLAGS_FTRACE', tracing],
      ['KBUILD_CFLAGS', tracing],
      ['BITS', '64'],
    ] as const) {
      this.raw.set(name, text);
    }
  }

  /** A variable's text, expanded; empty where it is not set. */
  value(name: string): string {
    return this.expanded(name, 0);
  }

  list(name: string): readonly string[] {
    const text = this.value(name);
    // Most of what is asked for is not set.
    return text === '' ? noWords : words(text);
  }

  /** The source that a rule of the makefile's own compiles an object from; `undefined` where none does. */
  sourceOf(object: string): string | undefined {
    return this.sources.get(object);
  }

  /** Where a variable was last assigned: path in the tree and one-based line; `undefined` where it is not. */
  placeOf(name: string): string | undefined {
    return this.places.get(name);
  }

  /** Reads the text of the makefile at `path` on top of what is set. */
  *read(text: string, path: string, depth = 0): Reading<void> {
    const branches: Branch[] = [];
    let inRule = false;
    for (const { line, number } of logicalLines(text)) {
      const condition = /^\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(line);
      if (condition !== null) {
        this.branch(condition[1] ?? '', condition[2] ?? '', branches);
        continue;
      }
      if (branches.some((each) => !each.on)) continue;
      // A line that a tab opens is a recipe only below a rule; Makefiles indent plain lines by tabs too.
      if (line.trim() === '' || (inRule && line.startsWith('\t'))) continue;
      const include = /^\s*[-s]?include\s+(.*)$/.exec(line);
      if (include !== null) yield* this.include(this.expand(include[1] ?? ''), depth);
      else if (!this.assign(line, `${path}:${number}`)) {
        inRule = this.rule(line);
        continue;
      }
      inRule = false;
    }
  }

  private *include(paths: string, depth: number): Reading<void> {
    if (depth >= includesDeep) return;
    for (const each of words(paths)) {
      const path = treePath(each);
      const text = yield path;
      if (text !== undefined) yield* this.read(text, path, depth + 1);
    }
  }

  /** Takes a line for an assignment; false where it is none. */
  private assign(line: string, place: string): boolean {
    const start = line.replace(/^\s*(?:export\s+|override\s+)?/, '');
    const end = nameEnd(start);
    const match = /^\s*(\+=|:=|::=|\?=|=)\s*(.*)$/s.exec(start.slice(end));
    if (end === 0 || match === null) return false;
    const name = this.expand(start.slice(0, end));
    const text = match[2] ?? '';
    const old = this.raw.get(name);
    this.places.set(name, place);
    if (match[1] === '+=') this.raw.set(name, `${old ?? ''} ${this.expand(text)}`);
    else if (match[1] === '?=') this.raw.set(name, old ?? text);
    else this.raw.set(name, match[1] === '=' ? text : this.expand(text));
    return true;
  }

  /** Takes a line for a rule, noting which source an object is made from; false where it is none. */
  private rule(line: string): boolean {
    const [, targets, needs] = /^\s*([^:]+):(?!=)\s*(.*)$/.exec(line) ?? [];
    if (targets === undefined) return false;
    const source = words(this.expand(needs ?? '')).find((word) => /\.[cS]$/.test(word));
    const [object = ''] = words(this.expand(targets));
    if (source !== undefined && /^[^%]+\.o$/.test(object)) {
      this.sources.set(treePath(object), treePath(source));
    }
    return true;
  }

  private branch(word: string, rest: string, branches: Branch[]): void {
    const top = branches.at(-1);
    if (word === 'endif') {
      branches.pop();
    } else if (word === 'else') {
      if (top === undefined) return;
      const next = /^(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$/.exec(rest);
      const holds = next === null || this.holds(next[1] ?? '', next[2] ?? '');
      top.on = !top.taken && holds;
      top.taken ||= top.on;
    } else {
      const on = this.holds(word, rest);
      branches.push({ on, taken: on });
    }
  }

  private holds(word: string, rest: string): boolean {
    const clean = rest.replace(/\s+#.*$/, '').trim();
    if (word === 'ifdef') return this.value(clean) !== '';
    if (word === 'ifndef') return this.value(clean) === '';
    const bracketed = /^\((.*)\)$/.exec(clean);
    const quoted = /^(["'])(.*?)\1\s+(["'])(.*?)\3$/.exec(clean);
    let left = quoted?.[2] ?? '';
    let right = quoted?.[4] ?? '';
    if (bracketed !== null) {
      const comma = outerComma(bracketed[1] ?? '');
      left = (bracketed[1] ?? '').slice(0, comma);
      right = (bracketed[1] ?? '').slice(comma + 1);
    }
    const equal = this.expand(left).trim() === this.expand(right).trim();
    return word === 'ifeq' ? equal : !equal;
  }

  private expand(text: string): string {
    return expandMake(text, (name) => this.expanded(name, 1));
  }

  private expanded(name: string, depth: number): string {
    const set = this.raw.get(name);
    if (set !== undefined) {
      if (depth > 20) return '';
      return expandMake(set, (inner) => this.expanded(inner, depth + 1));
    }
    if (!name.startsWith('CONFIG_')) return '';
    if (this.context.config === undefined) return 'y';
    return this.context.config.value(name)?.replaceAll('"', '') ?? '';
  }
}

const noWords: readonly string[] = [];

/** Stands for the compiler's tracing flags (`-pg -mfentry`), which only their presence matters of. */
export const tracing = '-pg';

function outerComma(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) return at;
  }
  return text.length;
}

/** The lines of a makefile, continued ones joined, without comments; `number` is one-based. */
function* logicalLines(text: string): Generator<{ line: string; number: number }> {
  let held = '';
  let from = 1;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (held === '') from = index + 1;
    const whole = held === '' ? raw : `${held} ${raw.trimStart()}`;
    if (whole.endsWith('\\')) {
      held = whole.slice(0, -1);
      continue;
    }
    held = '';
    yield { line: whole.includes('#') ? whole.replace(/(^|\s)#.*$/, '') : whole, number: from };
  }
}

const endsName: ReadonlySet<string> = new Set(' \t\n\r\v\f:=+?#!');

/** Index after the variable's name that a line begins with; brackets in it may hold anything. */
function nameEnd(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const code = line[at] ?? '';
    if (code === '(' || code === '{') depth++;
    else if (code === ')' || code === '}') depth--;
    else if (depth === 0 && endsName.has(code)) return at;
  }
  return line.length;
}

/** A path as the tree names it: `$(srctree)` and `$(obj)` leave slashes at its front. */
function treePath(path: string): string {
  return path.replace(/^\/+/, '').replace(/\/{2,}/g, '/');
}
