import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { ChangedFacts } from '../../kernel/index/changed-facts.ts';
import type { IndexGraph } from '../../kernel/index/index-graph.ts';
import type { TreeFacts } from '../../kernel/index/tree-facts.ts';
import { encodeLinks, openLinks } from '../../kernel/link/kept/file.ts';
import type { LinkSections } from '../../kernel/link/kept/format.ts';
import { linkTree } from '../../kernel/link/whole/link-tree.ts';
import { readIndexFile, writeIndexFile } from './index-file.ts';

/** A tree of no more functions is joined in no time, and in no process of its own. */
const smallTree = 20_000;
/** A process that joins a tree has ended, or was killed, after this many ms. */
const longest = 120_000;
/** A process writes its number into a file within so many ms of making it. */
const momentOfMaking = 2000;

/** Where what the names of a tree come to is kept beside its index. */
export function linksPath(index: string): string {
  return `${index}.links`;
}

/** Tells the state of a tree that facts are of: an index, and how the tree differs from it. */
function stampOf(facts: TreeFacts): string {
  if (!(facts instanceof ChangedFacts)) return facts.meta.id;
  const { files, removed } = facts.changes;
  const now = files.map(({ path, size, modified }) => [path, size, modified]);
  const print = createHash('sha256')
    .update(JSON.stringify([removed, now]))
    .digest('hex');
  return `${facts.meta.id} ${print}`;
}

/** What is kept of the facts whose index is at `index`; `undefined` where nothing is that can be used. */
export function keptLinks(index: string, facts: TreeFacts): LinkSections | undefined {
  const bytes = readIndexFile(linksPath(index));
  return bytes === undefined ? undefined : openLinks(bytes, stampOf(facts));
}

/**
 * Joins the names of a graph's tree now, unless they are, and keeps that beside its index: in a process
 * of its own for a whole kernel, so that what it takes is given back. Takes seconds; the graph answers
 * also where nothing can be kept.
 */
export function linkNow(graph: IndexGraph, index: string, workerScript: string | undefined): void {
  if (graph.isLinked) return;
  if (workerScript !== undefined && graph.size > smallTree && existsSync(index)) {
    spawnSync(process.execPath, [workerScript, 'link', index], { stdio: 'ignore' });
    const links = keptLinks(index, graph.facts);
    if (links !== undefined) {
      graph.useLinks(links);
      return;
    }
  }
  graph.useLinks(linkAndKeep(graph.facts, index));
}

/**
 * Joins the names of a graph's tree for those who ask later: at once for a small tree, in a process that
 * goes on by itself for a whole kernel: true where it does.
 */
export function linkLater(
  graph: IndexGraph,
  index: string,
  workerScript: string | undefined,
): boolean {
  if (graph.isLinked || !existsSync(index)) return false;
  if (graph.size <= smallTree || workerScript === undefined) {
    linkAndKeep(graph.facts, index);
    return false;
  }
  const child = spawn(process.execPath, [workerScript, 'link-later', index], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  // Where no process can be started, whoever asks joins for himself.
  child.on('error', () => undefined);
  child.unref();
  return child.pid !== undefined;
}

/** The same for the process that does it: gives way to others, and does nothing where another is at it. */
export function linkBehind(facts: TreeFacts, index: string): void {
  const sign = `${linksPath(index)}.making`;
  if (!take(sign)) return;
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    linkAndKeep(facts, index);
  } finally {
    rmSync(sign, { force: true });
  }
}

/** Joins, and keeps what came of it where that can be done. */
export function linkAndKeep(facts: TreeFacts, index: string): LinkSections {
  const links = keptLinks(index, facts) ?? linkTree(facts, stampOf(facts));
  try {
    // The index may be gone by now, with its whole folder.
    if (existsSync(index)) writeIndexFile(linksPath(index), encodeLinks(links));
  } catch {
    // Joined again at the next start: the index says already that the folder cannot be written.
  }
  return links;
}

/** Makes a file that tells others to keep off; false where a process that is at work has made one. */
function take(sign: string): boolean {
  if (isLeftOver(sign)) rmSync(sign, { force: true });
  try {
    writeFileSync(sign, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

/** Whether whoever made such a file is gone, or has been at it for too long. */
function isLeftOver(sign: string): boolean {
  try {
    const age = Date.now() - statSync(sign).mtimeMs;
    const maker = Number(readFileSync(sign, 'utf8'));
    // The number comes a moment after the file.
    return age > longest || (maker > 0 ? !isRunning(maker) : age > momentOfMaking);
  } catch {
    return false;
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
