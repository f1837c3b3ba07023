import type { Scope } from '../link/scope.ts';
import type { BuildState, FunctionHead, FunctionId } from '../model.ts';
import { OFF, STATIC } from '../scan/facts.ts';
import type { FileRecord } from './record.ts';
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

/** Goes through the definitions of all functions, file by file; what it visits is itself. */
export class Heads implements FunctionHead {
  id: FunctionId = -1;
  file = '';
  private record: FileRecord;
  private base = 0;
  private fileBuild: BuildState = 'unknown';
  private readonly words = new Map<string, number>();

  constructor(
    private readonly facts: TreeFacts,
    private readonly scope: Scope,
  ) {
    this.record = facts.record(0);
  }

  each(visit: (head: FunctionHead) => void): void {
    const { facts, scope } = this;
    for (let file = 0; file < facts.fileCount; file++) {
      this.record = facts.record(file);
      this.file = facts.pathOf(file);
      this.fileBuild = scope.buildOf(file).build;
      this.id = facts.functionsBefore(file);
      for (const owner of this.record.functions) {
        this.base = owner * OWNER_STRIDE;
        visit(this);
        this.id += 1;
      }
    }
  }

  get name(): string {
    return this.facts.text(this.number(OWNER_NAME));
  }

  get line(): number {
    return this.number(OWNER_LINE);
  }

  get endLine(): number {
    return this.number(OWNER_END);
  }

  get isStatic(): boolean {
    return (this.number(OWNER_FLAGS) & STATIC) !== 0;
  }

  get build(): BuildState {
    return (this.number(OWNER_FLAGS) & OFF) !== 0 ? 'not-built' : this.fileBuild;
  }

  get macro(): string | undefined {
    const macro = this.number(OWNER_MACRO);
    return macro > 0 ? this.facts.text(macro) : undefined;
  }

  isMarked(word: string): boolean {
    const wanted = this.numberOf(word);
    const { words } = this.record;
    const from = this.number(OWNER_WORDS);
    const end = from + this.number(OWNER_WORD_COUNT);
    for (let at = from; at < end; at++) if (words[at] === wanted) return wanted > 0;
    return false;
  }

  private number(column: number): number {
    return this.record.owners[this.base + column] ?? 0;
  }

  private numberOf(word: string): number {
    let number = this.words.get(word);
    if (number === undefined) {
      number = this.facts.find(word);
      this.words.set(word, number);
    }
    return number;
  }
}
