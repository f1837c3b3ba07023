import type { FunctionId } from '../../kernel/model.ts';
import type { Definitions } from './definitions.ts';
import { type Edge, type Flow, POINTER, VAGUE } from './flow.ts';

/** At least this share of a field's functions must live beside the caller for it to be the field meant. */
const leastNearby = 0.2;

/** The folder of each file, as a number: the first two parts of its path. */
function foldersOf(files: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(files, (file) => {
    const folder = file.split('/').slice(0, 2).join('/');
    const number = numbers.get(folder) ?? numbers.size;
    numbers.set(folder, number);
    return number;
  });
}

type Edges = Pick<Flow, 'outStart' | 'from' | 'to' | 'line' | 'how' | 'via'>;

/**
 * Where one call through a pointer may mean fields of several structs, the struct is the one whose
 * functions live near the caller (`ld->ops->read()` in drivers/tty: `tty_ldisc_ops`); the others are
 * only vague, and so are all when none lives near.
 */
export function doubt({ fileOf: file, files }: Definitions, edges: Edges): void {
  const { outStart, from, to, line, how, via } = edges;
  const folders = foldersOf(files);
  const folderOf = (id: FunctionId): number => folders[file[id] ?? 0] ?? 0;
  const settle = (site: readonly Edge[]): void => {
    const first = via[site[0] ?? 0];
    if (site.every((edge) => via[edge] === first)) return;
    const home = folderOf(from[site[0] ?? 0] ?? 0);
    const counts = new Map<number, { all: number; near: number }>();
    for (const edge of site) {
      const count = counts.get(via[edge] ?? 0) ?? { all: 0, near: 0 };
      count.all += 1;
      if (folderOf(to[edge] ?? 0) === home) count.near += 1;
      counts.set(via[edge] ?? 0, count);
    }
    const share = (of: number): number => {
      const count = counts.get(of);
      return count === undefined ? 0 : count.near / count.all;
    };
    const best = [...counts.keys()].reduce((a, b) => (share(b) > share(a) ? b : a));
    for (const edge of site) {
      if (via[edge] !== best || share(best) < leastNearby) how[edge] = VAGUE;
    }
  };
  for (let id = 0; id + 1 < outStart.length; id += 1) {
    const sites = new Map<number, Edge[]>();
    for (let edge = outStart[id] ?? 0; edge < (outStart[id + 1] ?? 0); edge += 1) {
      if (how[edge] !== POINTER) continue;
      const at = line[edge] ?? 0;
      const site = sites.get(at);
      if (site === undefined) sites.set(at, [edge]);
      else site.push(edge);
    }
    for (const site of sites.values()) settle(site);
  }
}
