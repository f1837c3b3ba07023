import { encodedSize, indexPieces, openIndex } from '../../kernel/index/file.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import { IndexGraph } from '../../kernel/index/index-graph.ts';
import type {
  IndexRequest,
  KernelIndexes,
  RebuildReason,
  TreeIndex,
} from '../../kernel/index/indexes.ts';
import { IndexedFacts } from '../../kernel/index/tree-facts.ts';
import { buildInThread } from './build-in-thread.ts';
import { buildIndex, configOf, releaseAt } from './build-index.ts';
import { cacheFolder } from './cache-folder.ts';
import { configPrint } from './config-print.ts';
import { indexPath, readIndexFile, writeIndexFile } from './index-file.ts';
import { type ListedTree, listTree, reasonOf } from './list-tree.ts';

/** An index read from where it is kept, its first answers ready; nothing of it is checked yet. */
export interface KeptIndex {
  readonly graph: IndexGraph;
  readonly facts: IndexedFacts;
  readonly path: string;
  readonly bytes: number;
  /** Checks every block; false when the file is damaged. */
  verify(): boolean;
}

/** Indexes kept in a folder of this machine; `workerScript` runs the scanning threads. */
export class DiskIndexes implements KernelIndexes {
  constructor(
    private readonly workerScript: string | undefined,
    private readonly folder: string = cacheFolder(),
  ) {}

  /** The kept index of a tree, unchecked, or why there is none that can be used. */
  kept(root: string, config?: string): KeptIndex | RebuildReason {
    const path = indexPath(this.folder, root, config);
    const bytes = readIndexFile(path);
    if (bytes === undefined) return { kind: 'none kept' };
    const opened = openIndex(bytes);
    if (opened.kind === 'fault') return { kind: 'unusable', fault: opened.fault };
    const { verify } = opened;
    const facts = new IndexedFacts(opened.sections);
    return { graph: new IndexGraph(facts), facts, path, bytes: bytes.length, verify };
  }

  async open(root: string, request: IndexRequest): Promise<TreeIndex> {
    const started = performance.now();
    releaseAt(root);
    const found = request.rebuild === true ? asked : this.checked(root, request);
    if ('graph' in found) {
      return {
        graph: found.graph,
        path: found.path,
        bytes: found.bytes,
        rebuilt: undefined,
        unkept: undefined,
        skipped: found.graph.meta.skipped,
        seconds: (performance.now() - started) / 1000,
      };
    }
    const sections = await this.build(root, request);
    return {
      ...this.keep(root, sections, request.config),
      rebuilt: found,
      seconds: (performance.now() - started) / 1000,
    };
  }

  private build(root: string, request: IndexRequest): Promise<IndexSections> {
    return this.workerScript === undefined
      ? buildIndex(root, request)
      : buildInThread(root, request, this.workerScript);
  }

  private keep(
    root: string,
    sections: IndexSections,
    config: string | undefined,
  ): Omit<TreeIndex, 'rebuilt' | 'seconds'> {
    const path = indexPath(this.folder, root, config);
    let unkept: string | undefined;
    try {
      writeIndexFile(path, indexPieces(sections));
    } catch (error) {
      unkept = reasonOf(error);
    }
    const graph = new IndexGraph(new IndexedFacts(sections));
    return { graph, path, bytes: encodedSize(sections), unkept, skipped: graph.meta.skipped };
  }

  /** The kept index where it is whole and agrees with the tree. */
  private checked(root: string, request: IndexRequest): KeptIndex | RebuildReason {
    const kept = this.kept(root, request.config);
    if (!('graph' in kept)) return kept;
    if (!kept.verify()) return { kind: 'unusable', fault: 'damaged' };
    request.progress?.({ step: 'listing' });
    const config = configPrint(configOf(root, request.config));
    const changes = changesSince(kept.facts, listTree(root), config);
    return changes === 0 ? kept : { kind: 'tree changed', changes };
  }
}

const asked: RebuildReason = { kind: 'asked for' };

/** How many files of a tree are not as they were when the index was built; the configuration counts as one. */
export function changesSince(facts: IndexedFacts, listed: ListedTree, config: string): number {
  const { fileSize, fileTime } = facts.sections;
  let changes = facts.meta.config === config ? 0 : 1;
  let at = 0;
  for (const file of listed.files) {
    while (at < facts.fileCount && facts.pathOf(at) < file.path) {
      changes++;
      at++;
    }
    if (at < facts.fileCount && facts.pathOf(at) === file.path) {
      if (fileSize[at] !== file.size || fileTime[at] !== file.modified) changes++;
      at++;
    } else changes++;
  }
  return changes + (facts.fileCount - at);
}
