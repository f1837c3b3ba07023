import {
  DIRECT,
  EDGE_STRIDE,
  HINT_STRIDE,
  IN_ASSEMBLY,
  type LinkedTree,
  THROUGH_MACRO,
} from './link/link.ts';
import type {
  CallEdge,
  EdgeKind,
  FunctionId,
  KernelFunction,
  KernelGraph,
  Root,
  StateHint,
} from './model.ts';
import {
  ASSEMBLY,
  CONTINUED,
  FUNCTION,
  OFF,
  OWNER_END,
  OWNER_LINE,
  OWNER_MACRO,
  OWNER_NAME,
  OWNER_STRIDE,
  OWNER_WORD_COUNT,
  OWNER_WORDS,
  STATIC,
} from './scan/facts.ts';

/** Answers from a linked tree that is held in memory. */
export class LinkedGraph implements KernelGraph {
  readonly release: string;
  readonly size: number;
  /** Owner of each function, and function of each owner (-1: none). */
  private readonly owners: Int32Array;
  private readonly ids: Int32Array;
  private rootList: readonly Root[] | undefined;

  constructor(private readonly tree: LinkedTree) {
    const count = tree.scanned.facts.owners.length / OWNER_STRIDE;
    this.release = tree.scanned.release;
    this.ids = new Int32Array(count).fill(-1);
    const owners = new Int32Array(count);
    let size = 0;
    for (let owner = 0; owner < count; owner++) {
      const flags = tree.scope.flags(owner);
      if ((flags & 3) !== FUNCTION || (flags & CONTINUED) !== 0) continue;
      this.ids[owner] = size;
      owners[size++] = owner;
    }
    this.owners = owners.subarray(0, size);
    this.size = size;
  }

  get(id: FunctionId): KernelFunction {
    const owner = this.owners[id];
    if (owner === undefined)
      throw new RangeError(`No function ${id} in this graph of ${this.size}.`);
    const { scanned, scope } = this.tree;
    const flags = scope.flags(owner);
    const file = scope.fileOf[owner] ?? 0;
    const builds = scope.builds[file];
    const macro = this.number(owner, OWNER_MACRO);
    return {
      id,
      name: scanned.atoms.text(this.number(owner, OWNER_NAME)),
      file: scanned.files[file] ?? '',
      line: this.number(owner, OWNER_LINE),
      endLine: this.number(owner, OWNER_END),
      isStatic: (flags & STATIC) !== 0,
      attributes: [...this.words(owner), ...(this.tree.extra.get(owner) ?? [])],
      build: (flags & OFF) !== 0 ? 'not-built' : (builds?.build ?? 'unknown'),
      trace: (flags & ASSEMBLY) !== 0 ? 'not-traced' : (builds?.trace ?? 'unknown'),
      macro: macro > 0 ? scanned.atoms.text(macro) : undefined,
    };
  }

  definitions(name: string): readonly KernelFunction[] {
    const { scanned, scope } = this.tree;
    const atom = scanned.atoms.find(name);
    if (atom === 0) return [];
    const { from, items } = scope.functions;
    return Array.from(items.subarray(from[atom] ?? 0, from[atom + 1] ?? 0), (owner) =>
      this.get(this.ids[owner] ?? 0),
    );
  }

  callees(id: FunctionId): readonly CallEdge[] {
    return this.edges(this.tree.outgoing, id);
  }

  callers(id: FunctionId): readonly CallEdge[] {
    return this.edges(this.tree.incoming, id);
  }

  roots(): readonly Root[] {
    this.rootList ??= this.tree.roots.map((root) => ({
      kind: root.kind,
      function: this.ids[root.owner] ?? 0,
      file: this.tree.scanned.files[root.file] ?? '',
      line: root.line,
      label: root.label,
    }));
    return this.rootList;
  }

  hints(id: FunctionId): readonly StateHint[] {
    const { hints, hintsOf, scanned } = this.tree;
    const owner = this.owners[id] ?? 0;
    const list = hintsOf.items.subarray(hintsOf.from[owner] ?? 0, hintsOf.from[owner + 1] ?? 0);
    const text = (atom: number | undefined): string | undefined =>
      atom === undefined || atom === 0 ? undefined : scanned.atoms.text(atom);
    return Array.from(list, (index) => {
      const at = index * HINT_STRIDE;
      return {
        word: text(hints.items[at + 1]) ?? '',
        line: hints.items[at + 2] ?? 0,
        callee: text(hints.items[at + 3]),
        macro: text(hints.items[at + 4]),
      };
    });
  }

  private number(owner: number, column: number): number {
    return this.tree.scanned.facts.owners.items[owner * OWNER_STRIDE + column] ?? 0;
  }

  private words(owner: number): readonly string[] {
    const { facts, atoms } = this.tree.scanned;
    const from = this.number(owner, OWNER_WORDS);
    const to = from + this.number(owner, OWNER_WORD_COUNT);
    return Array.from(facts.words.items.subarray(from, to), (atom) => atoms.text(atom));
  }

  private edges(lists: LinkedTree['outgoing'], id: FunctionId): readonly CallEdge[] {
    const owner = this.owners[id] ?? 0;
    const { edges, scanned } = this.tree;
    const list = lists.items.subarray(lists.from[owner] ?? 0, lists.from[owner + 1] ?? 0);
    return Array.from(list, (index) => {
      const at = index * EDGE_STRIDE;
      const via = edges.items[at + 4] ?? 0;
      return {
        caller: this.ids[edges.items[at] ?? 0] ?? 0,
        callee: this.ids[edges.items[at + 1] ?? 0] ?? 0,
        kind: kindOf(edges.items[at + 2] ?? 0),
        line: edges.items[at + 3] ?? 0,
        via: via > 0 ? scanned.atoms.text(via) : undefined,
      };
    });
  }
}

function kindOf(kind: number): EdgeKind {
  if (kind === DIRECT) return 'direct';
  if (kind === THROUGH_MACRO) return 'macro';
  return kind === IN_ASSEMBLY ? 'assembly' : 'pointer';
}
