import type { FileTree } from '../ports/files.ts';
import type { KernelGraph } from './model.ts';
import { openKernelTree } from './open-tree.ts';

/** Files of a tree held in memory. */
export class MemoryFiles implements FileTree {
  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  async read(path: string): Promise<Uint8Array | undefined> {
    const text = this.texts.get(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  }

  async stat(
    path: string,
  ): Promise<{ kind: 'file' | 'directory'; size: number; modified: number } | undefined> {
    const text = this.texts.get(path);
    if (text !== undefined) return { kind: 'file', size: text.length, modified: 0 };
    const isDirectory = [...this.texts.keys()].some((each) => each.startsWith(`${path}/`));
    return isDirectory ? { kind: 'directory', size: 0, modified: 0 } : undefined;
  }

  async list(path: string): Promise<readonly string[]> {
    const prefix = path === '' ? '' : `${path}/`;
    const names = [...this.texts.keys()]
      .filter((each) => each.startsWith(prefix))
      .map((each) => each.slice(prefix.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }
}

/**
 * A tree from one text: `//- path` begins a file. A text without any is `kernel/a.c`. A top Makefile is
 * added, and so is a Kbuild that builds `kernel/a.o` where none is given.
 */
export function treeOf(text: string): MemoryFiles {
  const files = new Map([['Makefile', 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n']]);
  const parts = text.split(/^[ \t]*\/\/- (.+)\n/m);
  if ((parts[0] ?? '').trim() !== '') files.set('kernel/a.c', parts[0] ?? '');
  for (let at = 1; at < parts.length; at += 2)
    files.set(parts[at]?.trim() ?? '', parts[at + 1] ?? '');
  return new MemoryFiles(files);
}

export async function graphOf(text: string, config?: string): Promise<KernelGraph> {
  return openKernelTree(treeOf(text), config === undefined ? {} : { config });
}

/** Every definition, a line each: lines, name, attributes, definition macro. */
export function definitionsIn(graph: KernelGraph): string {
  return Array.from({ length: graph.size }, (_, id) => {
    const { name, line, endLine, isStatic, attributes, macro, build } = graph.get(id);
    const notes = [
      isStatic ? 'static' : '',
      ...attributes,
      macro ?? '',
      build === 'not-built' ? 'off' : '',
    ];
    return [`${line}-${endLine} ${name}`, ...notes.filter((note) => note !== '')].join(' ');
  }).join('\n');
}

/** Every call, a line each: caller, callee, how. */
export function callsIn(graph: KernelGraph): string {
  const lines: string[] = [];
  for (let id = 0; id < graph.size; id++) {
    for (const edge of graph.callees(id)) {
      const how = edge.via === undefined ? edge.kind : `${edge.kind} ${edge.via}`;
      lines.push(`${graph.get(edge.caller).name} -> ${graph.get(edge.callee).name} ${how}`);
    }
  }
  return lines.join('\n');
}

/** The text without the blanks that only lay it out. */
export function dedent(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
