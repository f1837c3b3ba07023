import { BestJoins, type Links } from '../link/best-joins.ts';
import { CALL_ROW, THROUGH_SLOT, TO_PARAMETER } from '../link/call-rows.ts';
import { Expander } from '../link/expand.ts';
import type { Joins, SlotSet } from '../link/joins.ts';
import { NamesUsed } from '../link/name-uses.ts';
import { Scope } from '../link/scope.ts';
import { parameterText, slotText, type Way, Ways } from '../link/ways.ts';
import type {
  CallEdge,
  FunctionHead,
  FunctionId,
  IndirectCall,
  KernelFunction,
  KernelGraph,
  NameUses,
  Root,
  SourceLines,
  StateHint,
} from '../model.ts';
import { FUNCTION, MACRO } from '../scan/facts.ts';
import { Described } from './described.ts';
import type { IndexMeta } from './format.ts';
import { Heads } from './heads.ts';
import type { TreeFacts } from './tree-facts.ts';

const everything = (): boolean => true;

/** Answers from the facts of a tree: what names mean is joined when it is asked, and remembered. */
export class IndexGraph implements KernelGraph {
  readonly size: number;
  private readonly scope: Scope;
  private readonly best: BestJoins;
  private readonly names: NamesUsed;
  private readonly ways: Ways;
  private rootList: readonly Root[] | undefined;
  private readonly described: Described;

  /**
   * `keptLinks` gives what `linkTree` has made of the same facts, or of facts of the same index before some
   * files were edited, where it is at hand.
   */
  constructor(
    readonly facts: TreeFacts,
    keptLinks: () => Links | undefined = () => undefined,
  ) {
    this.size = facts.functionCount;
    this.scope = new Scope(facts);
    const expander = new Expander(this.scope);
    this.best = new BestJoins(facts, this.scope, expander, keptLinks);
    this.names = new NamesUsed(facts, this.scope, expander);
    this.described = new Described(facts, this.scope, expander);
    this.ways = new Ways((name) => facts.text(name));
  }

  /** Whether all names are joined already, save for what edits have changed, so that questions about calls only read. */
  get isLinked(): boolean {
    return this.best.areAll;
  }

  /** How many files were edited since all names were joined. */
  get editsSinceLinked(): number {
    return this.best.edits;
  }

  /** Answers from now on from `links`, where too much has not been edited since. */
  useLinks(links: Links): void {
    this.best.use(links);
  }

  private get joins(): Joins {
    return this.best.now;
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
    return this.described.function(id);
  }

  eachFunction(visit: (head: FunctionHead) => void): void {
    new Heads(this.facts, this.scope).each(visit);
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
    return this.edges(id, this.joins.calls(id), this.isCounted(id));
  }

  /** Every call of a function, also of what the configuration leaves out. */
  allCallees(id: FunctionId): readonly CallEdge[] {
    return this.edges(id, this.joins.calls(id), everything);
  }

  calleesByName(id: FunctionId): readonly CallEdge[] {
    return this.edges(id, this.names.calls(id), everything);
  }

  eachCall(id: FunctionId, visit: (callee: FunctionId, line: number, way: number) => void): void {
    this.eachOf(this.joins.calls(id), everything, visit);
  }

  wayOf(way: number): Way {
    return this.ways.of(way);
  }

  callers(id: FunctionId): readonly CallEdge[] {
    return this.callersOf(id).flatMap((caller) =>
      this.edges(caller, this.joins.calls(caller), (callee) => callee === id),
    );
  }

  /** The functions that call `id`, each once, ascending. */
  callersOf(id: FunctionId): readonly FunctionId[] {
    return this.joins.callers(id).filter(this.isCounted(id));
  }

  private edges(
    caller: FunctionId,
    calls: Int32Array,
    isWanted: (callee: FunctionId) => boolean,
  ): readonly CallEdge[] {
    const edges: CallEdge[] = [];
    this.eachOf(calls, isWanted, (callee, line, way) => {
      edges.push({ caller, callee, line, ...this.ways.of(way) });
    });
    return edges;
  }

  private eachOf(
    calls: Int32Array,
    isWanted: (callee: FunctionId) => boolean,
    visit: (callee: FunctionId, line: number, way: number) => void,
  ): void {
    const { joins, ways } = this;
    for (let at = 0; at < calls.length; at += CALL_ROW) {
      const line = calls[at] ?? 0;
      const kind = calls[at + 1] ?? 0;
      const a = calls[at + 2] ?? 0;
      const b = calls[at + 3] ?? 0;
      if (kind === THROUGH_SLOT) {
        const way = ways.number(kind, a, b);
        for (const callee of joins.functionsIn(a, b)) {
          if (isWanted(callee)) visit(callee, line, way);
        }
      } else if (kind <= TO_PARAMETER && isWanted(a)) visit(a, line, ways.number(kind, a, b));
    }
  }

  /**
   * Tells which functions count as those that call `id`, or that it calls: what the configuration leaves
   * out has no part in what it does not.
   */
  private isCounted(id: FunctionId): (other: FunctionId) => boolean {
    const { joins } = this;
    return joins.isBuilt(id) ? (other) => joins.isBuilt(other) : everything;
  }

  usesOfName(id: FunctionId): NameUses {
    return this.names.of(id);
  }

  filesUsingName(id: FunctionId): number {
    return this.names.files(id);
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
      if (call.kind === 'parameter') return { line, via: parameterText(call.parameter) };
      return { line, via: slotText((name) => this.facts.text(name), call.struct, call.field) };
    });
  }

  macros(name: string, id?: FunctionId): readonly SourceLines[] {
    const { facts, scope } = this;
    const number = facts.find(name);
    if (id !== undefined) {
      const meant = scope.resolveMacro(number, scope.fileOfFunction(id));
      return meant.map((macro) => {
        const file = scope.fileOfMacro(macro);
        return this.described.macro(file, macro - facts.macrosBefore(file));
      });
    }
    const all: SourceLines[] = [];
    facts.eachDefinition(number, (file, place, flags) => {
      if ((flags & 3) === MACRO) all.push(this.described.macro(file, place));
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
    const isCounted = this.isCounted(id);
    this.joins.eachCallee(id, slots, (callee, pointer) => {
      if (isCounted(callee)) visit(callee, pointer);
    });
  }

  /**
   * Visits whatever has `id` among its callees, so also what the configuration leaves out; a slot that `slots`
   * already has is passed over with all its callers.
   */
  eachCaller(id: FunctionId, slots: SlotSet, visit: (caller: number) => void): void {
    const { joins } = this;
    const isBuilt = joins.isBuilt(id);
    joins.eachCaller(id, slots, (caller) => {
      if (isBuilt || !joins.isBuilt(caller)) visit(caller);
    });
  }

  private optional(name: number): string | undefined {
    return name > 0 ? this.facts.text(name) : undefined;
  }
}
