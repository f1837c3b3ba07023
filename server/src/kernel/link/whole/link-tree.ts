import { ChangedFacts } from '../../index/changed-facts.ts';
import { encodeChanges } from '../../index/changes-file.ts';
import { formatVersion } from '../../index/format.ts';
import type { TreeFacts } from '../../index/tree-facts.ts';
import { CallRows } from '../call-rows.ts';
import { CallJoiner } from '../calls.ts';
import { Expander } from '../expand.ts';
import { ParameterFlow } from '../flow.ts';
import { COPY_STRIDE, type LinkSections, type LinksHead } from '../kept/format.ts';
import { copiedSlots, Pointers } from '../pointers.ts';
import { type FoundRoot, Roots } from '../roots.ts';
import { Scope } from '../scope.ts';
import { StoreReader } from '../stores.ts';
import type { Structs } from '../structs.ts';
import { Users } from '../users.ts';
import { Walker } from '../walk.ts';
import { CallWriter, viasIn } from './call-writer.ts';
import { Gathered } from './gather.ts';
import { Slots } from './slots.ts';

/**
 * Joins all names of a tree at once: what `AskedJoins` would answer of every function, for `openLinks`.
 * Takes seconds for a whole kernel.
 */
export function linkTree(facts: TreeFacts): LinkSections {
  const scope = new Scope(facts);
  const expander = new Expander(scope);
  const { structs } = scope;
  const reader = new StoreReader(scope, structs);
  const gathered = new Gathered(scope, expander, reader);
  const flow = new ParameterFlow(gathered.arrivals);
  const pointers = new Pointers(structs, gathered, reader, flow);
  const slots = new Slots(gathered.fields(), pointers);
  const { functionCount } = facts;
  const vias = viasIn(functionCount, (id) => gathered.calls(id));
  const writer = new CallWriter(functionCount, slots, vias);
  const joiner = new CallJoiner(structs, pointers, flow);
  const list = new CallRows();
  for (let id = 0; id < functionCount; id++) {
    list.clear();
    list.begin();
    joiner.join(id, gathered.calls(id), list);
    const { from, to } = list.end();
    writer.next(gathered.lineOf(id), list.rows(from, to));
  }
  const users = new Users(facts, expander);
  const roots = new Roots(scope, users, new Walker(scope, expander), pointers, structs).find();
  return {
    ...writer.sections(),
    ...slots.sections(functionCount),
    built: gathered.built,
    copies: copySection(gathered, structs),
    changes:
      facts instanceof ChangedFacts
        ? encodeChanges(facts.meta.id, formatVersion, facts.changes)
        : new Uint8Array(0),
    ...rootSections(roots, facts.meta.id),
  };
}

/** What is copied between fields, where the structs of both are known; each once, with how often. */
function copySection(gathered: Gathered, structs: Structs): Int32Array {
  const rows = new Map<string, number[]>();
  for (const field of gathered.fields()) {
    for (const copy of gathered.of(field).copies) {
      const slots = copiedSlots(structs, copy);
      if (slots === undefined) continue;
      const { from, to } = slots;
      const row = [from.field, from.struct, to.field, to.struct];
      const known = rows.get(row.join(' '));
      if (known === undefined) rows.set(row.join(' '), [...row, 1]);
      else known[COPY_STRIDE - 1] = (known[COPY_STRIDE - 1] ?? 0) + 1;
    }
  }
  return Int32Array.from([...rows.values()].flat());
}

function rootSections(
  roots: readonly FoundRoot[],
  index: string,
): Pick<LinkSections, 'head' | 'roots'> {
  const kinds = [...new Set(roots.map(({ kind }) => kind))];
  const labels = [...new Set(roots.flatMap(({ label }) => label ?? []))];
  const kindPlaces = new Map(kinds.map((kind, place) => [kind, place]));
  const labelPlaces = new Map(labels.map((label, place) => [label, place]));
  const head: LinksHead = { index, kinds, labels };
  return {
    head: new TextEncoder().encode(JSON.stringify(head)),
    roots: Int32Array.from(
      roots.flatMap(({ kind, label, function: id, file, line }) => [
        kindPlaces.get(kind) ?? 0,
        label === undefined ? -1 : (labelPlaces.get(label) ?? -1),
        id,
        file,
        line,
      ]),
    ),
  };
}
