import type { Options } from '../scan/conditionals.ts';
import { expandMake, words } from './make-expand.ts';

const includesDeep = 24;

/** An `ifeq` under way: whether its present part holds, and whether one has held. */
interface Branch {
  on: boolean;
  taken: boolean;
}

/** Where a makefile's own text, and those that it includes, come from. */
export interface MakeContext {
  readonly config: Options | undefined;
  readonly arch: string;
  /** The directory in the tree, without a slash at its end. */
  readonly directory: string;
  /** The text of a file in the tree, or `undefined`. */
  read(path: string): Promise<string | undefined>;
}

/**
 * The variables of a kernel Makefile after it is read: enough of GNU make for the lists of objects
 * (`Documentation/kbuild/makefiles.rst`). Without a configuration every option counts as `y`.
 */
export class Makefile {
  private readonly raw = new Map<string, string>();

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
    return words(this.value(name));
  }

  /** Reads a makefile's text on top of what is set. */
  async read(text: string, depth = 0): Promise<void> {
    const branches: Branch[] = [];
    for (const line of logicalLines(text)) {
      const condition = /^\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(line);
      if (condition !== null) {
        this.branch(condition[1] ?? '', condition[2] ?? '', branches);
        continue;
      }
      if (branches.some((each) => !each.on)) continue;
      const include = /^\s*[-s]?include\s+(.*)$/.exec(line);
      if (include !== null) await this.include(this.expand(include[1] ?? ''), depth);
      else this.assign(line);
    }
  }

  private async include(paths: string, depth: number): Promise<void> {
    if (depth >= includesDeep) return;
    for (const path of words(paths)) {
      const text = await this.context.read(path.replace(/^\/+/, '').replace(/\/{2,}/g, '/'));
      if (text !== undefined) await this.read(text, depth + 1);
    }
  }

  private assign(line: string): void {
    const match = /^\s*(?:export\s+|override\s+)?([^\s:=+?#!]+)\s*(\+=|:=|::=|\?=|=)\s*(.*)$/.exec(
      line,
    );
    if (match === null || line.startsWith('\t')) return;
    const name = this.expand(match[1] ?? '');
    const text = match[3] ?? '';
    const old = this.raw.get(name);
    if (match[2] === '+=') this.raw.set(name, `${old ?? ''} ${this.expand(text)}`);
    else if (match[2] === '?=') this.raw.set(name, old ?? text);
    else this.raw.set(name, match[2] === '=' ? text : this.expand(text));
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

function logicalLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n\s*/g, ' ')
    .split('\n')
    .map((line) => (/^\t/.test(line) ? recipeOrLine(line) : line.replace(/(^|\s)#.*$/, '')));
}

/** A line that a tab opens is a recipe, unless it says a condition. */
function recipeOrLine(line: string): string {
  return /^\t\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b/.test(line) ? line.trim() : '';
}
