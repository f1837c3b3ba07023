import type { TreeFacts } from '../index/tree-facts.ts';
import { AskedJoins } from './asked-joins.ts';
import { FunctionReader } from './calls.ts';
import { EditedJoins, editedJoins } from './edited/edited-joins.ts';
import { TreeState } from './edited/state.ts';
import type { Expander } from './expand.ts';
import type { Joins } from './joins.ts';
import type { LinkSections } from './kept/format.ts';
import { KeptJoins } from './kept/kept-joins.ts';
import { KeptLists } from './kept/kept-lists.ts';
import { lineOf } from './owner.ts';
import type { Scope } from './scope.ts';
import { Walker } from './walk.ts';

/** What `linkTree` has made of the facts of a tree. */
export interface Links {
  readonly sections: LinkSections;
  readonly facts: TreeFacts;
}

/** How long what others keep is not looked for again, ms. */
const betweenLooks = 1000;

/** The joins of a tree's names: what is kept of them, as soon as it is there; until then they are joined when asked. */
export class BestJoins {
  private joined: Joins | undefined;
  /** When it is looked again whether the names were joined by others, ms. */
  private lookAgain = 0;
  /** What was at hand last, and was of no use where names are joined when asked. */
  private tried: LinkSections | undefined;

  /**
   * `kept` gives what `linkTree` has made of the same facts, or of facts of the same index before some files
   * were edited, where it is at hand.
   */
  constructor(
    private readonly facts: TreeFacts,
    private readonly scope: Scope,
    private readonly expander: Expander,
    private readonly kept: () => Links | undefined,
  ) {}

  /** The best there is now. */
  get now(): Joins {
    const { joined } = this;
    if (joined !== undefined && !(joined instanceof AskedJoins)) return joined;
    if (joined === undefined || Date.now() > this.lookAgain) {
      this.lookAgain = Date.now() + betweenLooks;
      const links = this.kept();
      if (links !== undefined && links.sections !== this.tried) this.use(links);
      this.tried = links?.sections;
    }
    this.joined ??= new AskedJoins(this.facts, this.scope, this.expander);
    return this.joined;
  }

  /** Whether all names are joined, save for what edits have changed. */
  get areAll(): boolean {
    return !(this.now instanceof AskedJoins);
  }

  /** How many files were edited since all names were joined. */
  get edits(): number {
    const { now } = this;
    return now instanceof EditedJoins ? now.edits : 0;
  }

  /** Takes links, where too much has not been edited since. */
  use({ sections, facts }: Links): void {
    const { scope, expander } = this;
    const lists = new KeptLists(sections);
    if (facts !== this.facts) {
      const now = new TreeState(this.facts, scope, expander);
      this.joined = editedJoins(lists, new TreeState(facts), now) ?? this.joined;
      return;
    }
    const functions = new FunctionReader(scope, new Walker(scope, expander));
    const line = (id: number): number => lineOf(scope, id);
    this.joined = new KeptJoins(lists, line, functions, scope.structs);
  }
}
