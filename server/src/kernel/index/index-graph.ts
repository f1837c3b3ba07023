import { AskedJoins } from '../link/asked-joins.ts';
import {
  CALL_ROW,
  IN_ASSEMBLY,
  THROUGH_SLOT,
  TO_FUNCTION,
  TO_PARAMETER,
} from '../link/call-rows.ts';
import { FunctionReader } from '../link/calls.ts';
import { Expander, LEAF_STRIDE } from '../link/expand.ts';
import type { Joins, SlotSet } from '../link/joins.ts';
import type { LinkSections } from '../link/kept/format.ts';
import { KeptJoins } from '../link/kept/kept-joins.ts';
import { NamesUsed } from '../link/name-uses.ts';
import { lineOf } from '../link/owner.ts';
import { Scope } from '../link/scope.ts';
import { Structs } from '../link/structs.ts';
import { Walker } from '../link/walk.ts';
import type {
  CallEdge,
  FunctionId,
  IndirectCall,
  KernelFunction,
  KernelGraph,
  NameUses,
  Root,
  SourceLines,
  StateHint,
} from '../model.ts';
import { ARGUMENT, ASSEMBLY, FUNCTION, MACRO, OFF, STATIC } from '../scan/facts.ts';
import type { IndexMeta } from './format.ts';
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

/** How long what others keep is not looked for again, ms. */
const betweenLooks = 1000;

/** Answers from the facts of a tree: what names mean is joined when it is asked, and remembered. */
export class IndexGraph implements KernelGraph {
  readonly size: number;
  private readonly scope: Scope;
  private readonly expander: Expander;
  private joined: Joins | undefined;
  /** When it is looked again whether the names were joined by others, ms. */
  private lookAgain = 0;
  private readonly names: NamesUsed;
  private rootList: readonly Root[] | undefined;
  private readonly functions: (KernelFunction | undefined)[] = [];

  /** `keptLinks` gives what `linkTree` has made of the same facts, where it is at hand. */
  constructor(
    readonly facts: TreeFacts,
    private readonly keptLinks: () => LinkSections | undefined = () => undefined,
  ) {
    this.size = facts.functionCount;
    this.scope = new Scope(facts);
    this.expander = new Expander(this.scope);
    this.names = new NamesUsed(facts, this.scope, this.expander);
  }

  /** Whether all names are joined already, so that questions about calls only read. */
  get isLinked(): boolean {
    return this.joins instanceof KeptJoins;
  }

  /** Answers from now on from `links`, which `linkTree` has made of the same facts. */
  useLinks(links: LinkSections): void {
    const { scope } = this;
    const functions = new FunctionReader(scope, new Walker(scope, this.expander));
    const line = (id: number): number => lineOf(scope, id);
    this.joined = new KeptJoins(links, line, functions, new Structs(this.facts));
  }

  private get joins(): Joins {
    if (this.joined instanceof KeptJoins) return this.joined;
    if (this.joined === undefined || Date.now() > this.lookAgain) {
      this.lookAgain = Date.now() + betweenLooks;
      const links = this.keptLinks();
      if (links !== undefined) this.useLinks(links);
    }
    this.joined ??= new AskedJoins(this.facts, this.scope, this.expander);
    return this.joined;
  }

  get meta(): IndexMeta {
    return this.facts.meta;
  }

  get release(): string {
    return this.facts.meta.release;
  }

  get fileCount(): number {
    return this.facts.fileCount;
  }

  get(id: FunctionId): KernelFunction {
    if (!(id >= 0 && id < this.size)) {
      throw new RangeError(`No function ${id} in this graph of ${this.size}.`);
    }
    const known = this.functions[id];
    if (known !== undefined) return known;
    const read = this.read(id);
    this.functions[id] = read;
    return read;
  }

  definitions(name: string): readonly KernelFunction[] {
    const { facts } = this;
    const found: KernelFunction[] = [];
    facts.eachDefinition(facts.find(name), (file, place, flags) => {
      if ((flags & 3) === FUNCTION) found.push(this.get(facts.functionsBefore(file) + place));
    });
    return found;
  }

  search(query: string, limit: number): readonly KernelFunction[] {
    const { facts } = this;
    const isFunction = (name: number): boolean => {
      let found = false;
      facts.eachDefinition(name, (_, __, flags) => {
        found ||= (flags & 3) === FUNCTION;
      });
      return found;
    };
    return facts
      .search(query, limit, isFunction)
      .flatMap((name) => this.definitions(facts.text(name)))
      .slice(0, limit);
  }

  callees(id: FunctionId): readonly CallEdge[] {
    return this.edges(id, this.joins.calls(id));
  }

  calleesByName(id: FunctionId): readonly CallEdge[] {
    return this.edges(id, this.names.calls(id));
  }

  private edges(id: FunctionId, calls: Int32Array): readonly CallEdge[] {
    const edges: CallEdge[] = [];
    for (let at = 0; at < calls.length; at += CALL_ROW) {
      const line = calls[at] ?? 0;
      const a = calls[at + 2] ?? 0;
      const b = calls[at + 3] ?? 0;
      switch (calls[at + 1]) {
        case IN_ASSEMBLY:
          edges.push({ caller: id, callee: a, kind: 'assembly', line, via: undefined });
          break;
        case TO_FUNCTION: {
          const via = this.optional(b);
          const kind = via === undefined ? 'direct' : 'macro';
          edges.push({ caller: id, callee: a, kind, line, via });
          break;
        }
        case TO_PARAMETER:
          edges.push({ caller: id, callee: a, kind: 'pointer', line, via: `argument ${b + 1}` });
          break;
        case THROUGH_SLOT: {
          const via = this.fieldText(a, b);
          for (const callee of this.joins.functionsIn(a, b)) {
            edges.push({ caller: id, callee, kind: 'pointer', line, via });
          }
        }
      }
    }
    return edges;
  }

  callers(id: FunctionId): readonly CallEdge[] {
    return this.callersOf(id).flatMap((caller) =>
      this.callees(caller).filter((edge) => edge.callee === id),
    );
  }

  usesOfName(id: FunctionId): NameUses {
    return this.names.of(id);
  }

  filesUsingName(id: FunctionId): number {
    return this.names.files(id);
  }

  /** The functions that call `id`, each once, ascending. */
  callersOf(id: FunctionId): readonly FunctionId[] {
    return this.joins.callers(id);
  }

  roots(): readonly Root[] {
    this.rootList ??= this.joins.roots().map((root) => ({
      ...root,
      file: this.facts.pathOf(root.file),
    }));
    return this.rootList;
  }

  hints(id: FunctionId): readonly StateHint[] {
    return this.joins.hints(id).map(({ word, line, callee, macro }) => ({
      word: this.facts.text(word),
      line,
      callee: this.optional(callee),
      macro: this.optional(macro),
    }));
  }

  indirectCalls(id: FunctionId): readonly IndirectCall[] {
    return this.joins.lost(id).map((call) => {
      const { line } = call;
      if (call.kind === 'parameter') return { line, via: `argument ${call.parameter + 1}` };
      return { line, via: this.fieldText(call.struct, call.field) };
    });
  }

  macros(name: string, id?: FunctionId): readonly SourceLines[] {
    const { facts, scope } = this;
    const number = facts.find(name);
    if (id !== undefined) {
      const meant = scope.resolveMacro(number, scope.fileOfFunction(id));
      return meant.map((macro) => {
        const file = scope.fileOfMacro(macro);
        return this.linesOfMacro(file, macro - facts.macrosBefore(file));
      });
    }
    const all: SourceLines[] = [];
    facts.eachDefinition(number, (file, place, flags) => {
      if ((flags & 3) === MACRO) all.push(this.linesOfMacro(file, place));
    });
    return all;
  }

  /**
   * Visits what `id` calls, saying whether through a pointer; a slot that `slots` already has is passed
   * over with all its functions.
   */
  eachCallee(
    id: FunctionId,
    slots: SlotSet,
    visit: (callee: number, pointer: boolean) => void,
  ): void {
    this.joins.eachCallee(id, slots, visit);
  }

  /** Visits what calls `id`; a slot that `slots` already has is passed over with all its callers. */
  eachCaller(id: FunctionId, slots: SlotSet, visit: (caller: number) => void): void {
    this.joins.eachCaller(id, slots, visit);
  }

  private linesOfMacro(file: number, place: number): SourceLines {
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
      macro: this.optional(owners[base + OWNER_MACRO] ?? 0),
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

  private fieldText(struct: number, field: number): string {
    return `${struct > 0 ? this.facts.text(struct) : '?'}.${this.facts.text(field)}`;
  }

  private optional(name: number): string | undefined {
    return name > 0 ? this.facts.text(name) : undefined;
  }
}
