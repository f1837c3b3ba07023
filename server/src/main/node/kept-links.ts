import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { type Changes, noChanges } from '../../kernel/index/changes.ts';
import { decodeChanges } from '../../kernel/index/changes-file.ts';
import { formatVersion } from '../../kernel/index/format.ts';
import type { IndexGraph } from '../../kernel/index/index-graph.ts';
import type { TreeFacts } from '../../kernel/index/tree-facts.ts';
import { partsOf, withChanges } from '../../kernel/index/with-changes.ts';
import type { Links } from '../../kernel/link/best-joins.ts';
import { encodeLinks, openLinks } from '../../kernel/link/kept/file.ts';
import type { LinkSections } from '../../kernel/link/kept/format.ts';
import { linkTree } from '../../kernel/link/whole/link-tree.ts';
import { readIndexFile, stampOf, writeIndexFile } from './index-file.ts';

/** After so many edited files it is time to join all names of a tree anew. */
const manyEdits = 20;
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

/** The links read last, so that each state of an edited tree does not read them again. */
let last: { readonly file: string; readonly sections: LinkSections } | undefined;

/**
 * What is kept of the facts whose index is at `index`, or of facts of that index before some files were
 * edited; `undefined` where nothing is that can be used.
 */
export function keptLinks(index: string, facts: TreeFacts): Links | undefined {
  const sections = sectionsAt(linksPath(index), facts.meta.id);
  if (sections === undefined) return undefined;
  const changes = changesIn(sections, facts.meta.id);
  const { base, changes: now } = partsOf(facts);
  if (changes === undefined) return undefined;
  const isSame = stateOf(changes) === stateOf(now);
  return { sections, facts: isSame ? facts : withChanges(base, changes) };
}

function sectionsAt(path: string, id: string): LinkSections | undefined {
  const file = `${id} ${path} ${stampOf(path)}`;
  if (last?.file === file) return last.sections;
  const bytes = readIndexFile(path);
  const sections = bytes === undefined ? undefined : openLinks(bytes, id);
  last = sections === undefined ? undefined : { file, sections };
  return sections;
}

/** How the files were other than in the index when names were joined. */
function changesIn({ changes }: LinkSections, id: string): Changes | undefined {
  return changes.length === 0 ? noChanges : decodeChanges(id, formatVersion, changes.slice());
}

/** Tells the state that changes bring a tree to. */
function stateOf({ files, removed }: Changes): string {
  return JSON.stringify([removed, files.map(({ path, size, modified }) => [path, size, modified])]);
}

/**
 * Joins the names of a graph's tree now, unless they are, and keeps that beside its index: in a process
 * of its own for a whole kernel, so that what it takes is given back. Takes seconds; the graph answers
 * also where nothing can be kept.
 */
export function linkNow(graph: IndexGraph, index: string, workerScript: string | undefined): void {
  if (graph.isLinked && graph.editsSinceLinked === 0) return;
  if (workerScript !== undefined && graph.size > smallTree && existsSync(index)) {
    spawnSync(process.execPath, [workerScript, 'link', index], { stdio: 'ignore' });
    const links = keptLinks(index, graph.facts);
    if (links !== undefined && links.facts === graph.facts) {
      graph.useLinks(links);
      return;
    }
  }
  graph.useLinks({ sections: linkAndKeep(graph.facts, index), facts: graph.facts });
}

/**
 * Joins the names of a graph's tree for those who ask later, unless they are, or were before a few edits: at
 * once for a small tree, in a process that goes on by itself for a whole kernel: true where it does.
 */
export function linkLater(
  graph: IndexGraph,
  index: string,
  workerScript: string | undefined,
): boolean {
  const isRecent = graph.isLinked && graph.editsSinceLinked < manyEdits;
  if (isRecent || !existsSync(index)) return false;
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
  const kept = keptLinks(index, facts);
  if (kept?.facts === facts) return kept.sections;
  const links = linkTree(facts);
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
