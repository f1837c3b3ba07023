import { type Expander, LEAF_STRIDE } from '../link/expand.ts';
import type { Scope } from '../link/scope.ts';
import type { FunctionId, KernelFunction, SourceLines } from '../model.ts';
import { ARGUMENT, ASSEMBLY, OFF, STATIC } from '../scan/facts.ts';
import {
  OWNER_END,
  OWNER_FLAGS,
  OWNER_LINE,
  OWNER_MACRO,
  OWNER_NAME,
  OWNER_STRIDE,
  OWNER_WORD_COUNT,
  OWNER_WORDS,
} from './record.ts';
import type { TreeFacts } from './tree-facts.ts';

const exportWord = /^(EXPORT_\w*SYMBOL\w*|NOKPROBE_SYMBOL|ALLOW_ERROR_INJECTION)$/;

/** Tells what is known of functions and macros themselves, each function once. */
export class Described {
  private readonly functions: (KernelFunction | undefined)[] = [];

  constructor(
    private readonly facts: TreeFacts,
    private readonly scope: Scope,
    private readonly expander: Expander,
  ) {}

  function(id: FunctionId): KernelFunction {
    const known = this.functions[id];
    if (known !== undefined) return known;
    const read = this.read(id);
    this.functions[id] = read;
    return read;
  }

  /** Where the macro of a file with a place among its macros stands. */
  macro(file: number, place: number): SourceLines {
    const { owners, macros } = this.facts.record(file);
    const base = (macros[place] ?? 0) * OWNER_STRIDE;
    const line = owners[base + OWNER_LINE] ?? 0;
    return { file: this.facts.pathOf(file), line, endLine: owners[base + OWNER_END] ?? line };
  }

  private read(id: FunctionId): KernelFunction {
    const { facts, scope } = this;
    const file = scope.fileOfFunction(id);
    const { owners, words, functions } = facts.record(file);
    const base = (functions[id - facts.functionsBefore(file)] ?? 0) * OWNER_STRIDE;
    const flags = owners[base + OWNER_FLAGS] ?? 0;
    const name = owners[base + OWNER_NAME] ?? 0;
    const from = owners[base + OWNER_WORDS] ?? 0;
    const attributes = Array.from(
      words.subarray(from, from + (owners[base + OWNER_WORD_COUNT] ?? 0)),
      (word) => facts.text(word),
    );
    this.addExports(id, name, attributes);
    const macro = owners[base + OWNER_MACRO] ?? 0;
    const path = facts.pathOf(file);
    const build = scope.buildOf(file);
    return {
      ...build,
      id,
      name: facts.text(name),
      file: path,
      line: owners[base + OWNER_LINE] ?? 0,
      endLine: owners[base + OWNER_END] ?? 0,
      isStatic: (flags & STATIC) !== 0,
      attributes,
      build: (flags & OFF) !== 0 ? 'not-built' : build.build,
      trace: (flags & ASSEMBLY) !== 0 ? 'not-traced' : build.trace,
      macro: macro > 0 ? facts.text(macro) : undefined,
    };
  }

  /** Adds words such as `EXPORT_SYMBOL_GPL` that stand apart from the function. */
  private addExports(id: FunctionId, name: number, attributes: string[]): void {
    this.facts.eachExport(name, (file, word) => {
      if (!this.scope.resolve(name, file).includes(id)) return;
      for (const text of this.exportsBy(word, file)) {
        if (!attributes.includes(text)) attributes.push(text);
      }
    });
  }

  /** The exports that a macro used at file scope comes to. */
  private exportsBy(word: number, file: number): readonly string[] {
    const text = this.facts.text(word);
    if (exportWord.test(text)) return [text];
    const found: string[] = [];
    for (const macro of this.scope.resolveMacro(word, file)) {
      const { rows } = this.expander.of(macro);
      for (let at = 0; at < rows.length; at += LEAF_STRIDE) {
        const callee = rows[at + 2] ?? 0;
        if (rows[at] !== ARGUMENT || (rows[at + 1] ?? 0) >= 0 || callee <= 0) continue;
        if (exportWord.test(this.facts.text(callee))) found.push(this.facts.text(callee));
      }
    }
    return found;
  }
}
