import { rmSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Changes, noChanges } from '../../kernel/index/changes.ts';
import { decodeChanges, encodeChanges } from '../../kernel/index/changes-file.ts';
import { fileBytes, openIndex } from '../../kernel/index/file.ts';
import { formatVersion } from '../../kernel/index/format.ts';
import { IndexGraph } from '../../kernel/index/index-graph.ts';
import type {
  IndexRequest,
  KernelIndexes,
  RebuildReason,
  TreeIndex,
} from '../../kernel/index/indexes.ts';
import { IndexLayout } from '../../kernel/index/layout.ts';
import { IndexedFacts, type TreeFacts } from '../../kernel/index/tree-facts.ts';
import { partsOf, withChanges } from '../../kernel/index/with-changes.ts';
import type { SkippedPath } from '../../ports/index-host.ts';
import { buildInThread } from './build-in-thread.ts';
import { type BuiltIndex, buildIndex, configOf, planOf, releaseAt } from './build-index.ts';
import { cacheFolder } from './cache-folder.ts';
import { configPrint } from './config-print.ts';
import { changesPath, indexPath, openBytes, readIndexFile, writeIndexFile } from './index-file.ts';
import { keptLinks, linkLater, linkNow } from './kept-links.ts';
import { listTree, reasonOf } from './list-tree.ts';
import { changedMakefiles } from './makefile-stamps.ts';
import { type Difference, differenceAt, differenceOf, refreshed } from './refresh.ts';

/** More changed files than this are not kept beside an index: it is built anew. */
const mostChanges = 1000;

/** An index read from where it is kept, its first answers ready; nothing of it is checked yet. */
export interface KeptIndex {
  readonly graph: IndexGraph;
  readonly facts: TreeFacts;
  readonly path: string;
  readonly bytes: number;
  /** Checks every block; false when the file is damaged. */
  verify(): boolean;
}

type WholeIndex = Omit<TreeIndex, 'seconds'>;

/**
 * Indexes kept in a folder of this machine. `workerScript` joins their names; beside it lie the scripts of the
 * threads that build an index. A program that has nothing else to do meanwhile builds `here`.
 */
export class DiskIndexes implements KernelIndexes {
  constructor(
    private readonly workerScript: string | undefined,
    private readonly folder: string = cacheFolder(),
    private readonly building: 'here' | 'in a thread' = 'in a thread',
  ) {}

  /** The kept index of a tree, unchecked, or why there is none that can be used. */
  kept(root: string, config?: string): KeptIndex | RebuildReason {
    const path = indexPath(this.folder, root, config);
    const bytes = openBytes(path);
    if (bytes === undefined) return { kind: 'none kept' };
    const opened = readable(() => openIndex(bytes));
    if (opened.kind === 'fault') {
      bytes.close();
      return { kind: 'unusable', fault: opened.fault };
    }
    const { verify } = opened;
    const base = new IndexedFacts(opened.sections);
    const facts = withChanges(base, keptChanges(path, base));
    return { graph: graphOf(facts, path), facts, path, bytes: bytes.length, verify };
  }

  asKept(root: string, request: Pick<IndexRequest, 'config'>): TreeIndex | undefined {
    const started = performance.now();
    const index = this.whole(root, request.config);
    if (!('graph' in index)) return undefined;
    return { ...index, seconds: (performance.now() - started) / 1000 };
  }

  async open(root: string, request: IndexRequest): Promise<TreeIndex> {
    const started = performance.now();
    releaseAt(root);
    const seconds = (): number => (performance.now() - started) / 1000;
    const found = request.rebuild === true ? asked : this.checked(root, request);
    if ('graph' in found) return { ...found, seconds: seconds() };
    const path = indexPath(this.folder, root, request.config);
    const { sections, unkept } = await this.build(root, path, request);
    if (unkept === undefined) rmSync(changesPath(path), { force: true });
    const graph = graphOf(new IndexedFacts(sections), path);
    return {
      graph,
      path,
      bytes: new IndexLayout(sections).length,
      unkept,
      skipped: graph.meta.skipped,
      rebuilt: found,
      reread: 0,
      seconds: seconds(),
    };
  }

  update(
    root: string,
    index: TreeIndex,
    paths: readonly string[],
    request: Pick<IndexRequest, 'config'> = {},
  ): TreeIndex {
    const started = performance.now();
    const { facts } = index.graph;
    const difference = differenceAt(facts, root, paths);
    const updated = this.refresh(root, index, difference, configOf(root, request.config), []);
    return { ...updated, seconds: (performance.now() - started) / 1000 };
  }

  link({ graph, path }: TreeIndex): void {
    linkNow(graph, path, this.workerScript);
  }

  linkLater({ graph, path }: TreeIndex): boolean {
    return linkLater(graph, path, this.workerScript);
  }

  private build(root: string, path: string, request: IndexRequest): Promise<BuiltIndex> {
    if (this.workerScript === undefined) return buildIndex(root, path, request);
    const folder = dirname(this.workerScript);
    const scan = join(folder, 'scan-worker.cjs');
    if (this.building === 'here') return buildIndex(root, path, { ...request, scanScript: scan });
    return buildInThread(root, path, request, { build: join(folder, 'tree-worker.cjs'), scan });
  }

  /** The kept index where it is whole, not compared with the tree; or why it cannot be used. */
  private whole(root: string, config: string | undefined): WholeIndex | RebuildReason {
    const kept = this.kept(root, config);
    if (!('graph' in kept)) return kept;
    const checked = readable(() => ({ kind: kept.verify() ? 'whole' : 'damaged' }));
    if (checked.kind !== 'whole') {
      return { kind: 'unusable', fault: 'fault' in checked ? checked.fault : checked.kind };
    }
    const { skipped } = kept.facts.meta;
    return { ...kept, skipped, rebuilt: undefined, unkept: undefined, reread: 0 };
  }

  /** The kept index where it is whole, brought up to date; or why it cannot be used. */
  private checked(root: string, request: IndexRequest): WholeIndex | RebuildReason {
    const index = this.whole(root, request.config);
    if (!('graph' in index)) return index;
    const config = configOf(root, request.config);
    const { facts } = index.graph;
    const { meta } = facts;
    const others =
      changedMakefiles(root, meta.makefiles) + (meta.config === configPrint(config) ? 0 : 1);
    if (others > 0) return { kind: 'tree changed', changes: others };
    request.progress?.({ step: 'listing' });
    const { files, skipped } = listTree(root);
    const difference = differenceOf(facts, files);
    const changes = difference.removed.length + difference.changed.length;
    if (changes > mostChanges) return { kind: 'tree changed', changes };
    return changes === 0 ? index : this.refresh(root, index, difference, config, skipped);
  }

  /** Reads again what differs, and keeps it beside the index. */
  private refresh<Index extends WholeIndex>(
    root: string,
    index: Index,
    difference: Difference,
    config: string | undefined,
    skipped: readonly SkippedPath[],
  ): Index {
    const { facts } = index.graph;
    const { base, changes } = partsOf(facts);
    const plan = planOf(root, config);
    const now = refreshed(root, config, facts, changes, difference, (path) =>
      base.fileAt(path) >= 0 ? undefined : plan(path),
    );
    const left = [...index.skipped, ...skipped, ...now.skipped];
    const result = { ...index, skipped: withoutRepetition(left, facts), reread: now.reread };
    if (now.changes === changes) return result;
    const unkept = attempt(() => {
      const bytes = encodeChanges(facts.meta.id, formatVersion, now.changes);
      writeIndexFile(changesPath(index.path), bytes);
      // What others keep beside the index is told by its time that it is of another state.
      const moment = new Date();
      utimesSync(index.path, moment, moment);
    });
    return { ...result, graph: graphOf(withChanges(base, now.changes), index.path), unkept };
  }
}

/** What is read of a file, or why it cannot be read (a bad disk, a file that is cut short meanwhile). */
function readable<T>(read: () => T): T | { readonly kind: 'fault'; readonly fault: string } {
  try {
    return read();
  } catch (error) {
    return { kind: 'fault', fault: reasonOf(error) };
  }
}

/** A graph that looks for its joined names beside the index. */
function graphOf(facts: TreeFacts, path: string): IndexGraph {
  return new IndexGraph(facts, () => keptLinks(path, facts));
}

const asked: RebuildReason = { kind: 'asked for' };

/** The facts of a kept index and what has changed since; `undefined` where it cannot be used. */
export function factsAt(path: string): TreeFacts | undefined {
  const bytes = readIndexFile(path);
  const opened = bytes === undefined ? undefined : openIndex(fileBytes(bytes));
  if (opened?.kind !== 'index' || !opened.verify()) return undefined;
  const base = new IndexedFacts(opened.sections);
  return withChanges(base, keptChanges(path, base));
}

/** The changes kept beside an index; none where they cannot be used, so that they are found again. */
function keptChanges(path: string, base: IndexedFacts): Changes {
  const bytes = readIndexFile(changesPath(path));
  if (bytes === undefined) return noChanges;
  return decodeChanges(base.meta.id, formatVersion, bytes) ?? noChanges;
}

/** Why something could not be done; `undefined` when it was. */
function attempt(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function withoutRepetition(
  skipped: readonly SkippedPath[],
  facts: TreeFacts,
): readonly SkippedPath[] {
  const byPath = new Map(skipped.map((one) => [one.path, one]));
  return [...byPath.values()].filter(({ path }) => facts.fileAt(path) < 0);
}
