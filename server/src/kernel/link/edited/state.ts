import type { TreeFacts } from '../../index/tree-facts.ts';
import { Expander } from '../expand.ts';
import { Scope } from '../scope.ts';
import { StoreReader } from '../stores.ts';
import { Users } from '../users.ts';
import { Walker } from '../walk.ts';

/** What it takes to read one state of a tree. */
export class TreeState {
  readonly users: Users;
  readonly walker: Walker;
  readonly reader: StoreReader;

  constructor(
    readonly facts: TreeFacts,
    readonly scope: Scope = new Scope(facts),
    readonly expander: Expander = new Expander(scope),
  ) {
    this.users = new Users(facts, expander);
    this.walker = new Walker(scope, expander);
    this.reader = new StoreReader(scope, scope.structs);
  }
}
