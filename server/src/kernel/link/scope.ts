import {
  CONTINUED,
  FILE_STRIDE,
  FUNCTION,
  INCLUDE,
  MACRO,
  OFF,
  OWNER_FLAGS,
  OWNER_NAME,
  OWNER_REF_COUNT,
  OWNER_REFS,
  OWNER_STRIDE,
  REF_STRIDE,
  STATIC,
} from '../scan/facts.ts';
import { type FileBuild, groupByKey, type Lists, type ScannedTree } from './tables.ts';
import { type Zone, zoneOf } from './zones.ts';

/** Decides which definitions a name means, seen from a file. */
export class Scope {
  readonly zones: readonly Zone[];
  /** The file of each owner. */
  readonly fileOf: Int32Array;
  /** Function and macro owners by the atom of their name. */
  readonly functions: Lists;
  readonly macros: Lists;
  /** The file that takes a C file in by `#include`; itself otherwise. */
  readonly unitOf: Int32Array;

  /** What names were found to mean in the file last asked for. */
  private readonly known = new Map<number, readonly number[]>();
  private knownFile = -1;
  /** The answers that are one owner alone, by that owner. */
  private readonly alone: (readonly number[] | undefined)[];
  /** Builds of the files; a C file taken in by another is built as that one. */
  readonly builds: readonly FileBuild[];

  constructor(readonly tree: ScannedTree) {
    const { facts, atoms, files } = tree;
    this.zones = files.map(zoneOf);
    const count = facts.owners.length / OWNER_STRIDE;
    this.fileOf = new Int32Array(count);
    this.alone = new Array<readonly number[] | undefined>(count);
    const functions = new Int32Array(count * 2);
    const macros = new Int32Array(count * 2);
    let functionCount = 0;
    let macroCount = 0;
    const owners = facts.owners.items;
    for (let file = 0; file < files.length; file++) {
      const first = facts.files.items[file * FILE_STRIDE] ?? 0;
      const length = facts.files.items[file * FILE_STRIDE + 1] ?? 0;
      for (let owner = first; owner < first + length; owner++) {
        this.fileOf[owner] = file;
        const flags = owners[owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0;
        const name = owners[owner * OWNER_STRIDE + OWNER_NAME] ?? 0;
        if ((flags & 3) === FUNCTION && (flags & CONTINUED) === 0) {
          functions[functionCount * 2] = name;
          functions[functionCount++ * 2 + 1] = owner;
        } else if ((flags & 3) === MACRO && (flags & OFF) === 0) {
          macros[macroCount * 2] = name;
          macros[macroCount++ * 2 + 1] = owner;
        }
      }
    }
    this.functions = groupByKey(atoms.size, functions, functionCount);
    this.macros = groupByKey(atoms.size, macros, macroCount);
    this.unitOf = this.findUnits();
    this.builds = files.map((path, file) => {
      const own = tree.builds[file] ?? unknownBuild;
      if (path.endsWith('.h') || own.build === 'built-in' || own.build === 'module') return own;
      return tree.builds[this.unitOf[file] ?? file] ?? unknownBuild;
    });
  }

  flags(owner: number): number {
    return this.tree.facts.owners.items[owner * OWNER_STRIDE] ?? 0;
  }

  /** The functions that `name` means in `file`, the likeliest only. */
  resolve(name: number, file: number): readonly number[] {
    return this.pick(this.functions, name, file);
  }

  resolveMacro(name: number, file: number): readonly number[] {
    return this.pick(this.macros, name, file);
  }

  hasFunction(name: number): boolean {
    return (this.functions.from[name + 1] ?? 0) > (this.functions.from[name] ?? 0);
  }

  private pick(lists: Lists, name: number, file: number): readonly number[] {
    const from = lists.from[name] ?? 0;
    const to = lists.from[name + 1] ?? 0;
    if (from === to) return none;
    if (from + 1 === to) {
      const only = lists.items[from] ?? 0;
      if (this.rank(only, file) < 1) return none;
      let alone = this.alone[only];
      if (alone === undefined) {
        alone = [only];
        this.alone[only] = alone;
      }
      return alone;
    }
    if (file !== this.knownFile) {
      this.known.clear();
      this.knownFile = file;
    }
    const key = lists === this.functions ? name : -name;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let best = 1;
    let found: number[] = [];
    for (let at = from; at < to; at++) {
      const owner = lists.items[at] ?? 0;
      const rank = this.rank(owner, file);
      if (rank < best) continue;
      if (rank > best) found = [];
      best = rank;
      found.push(owner);
    }
    this.known.set(key, found);
    return found;
  }

  /** How near a definition is to a file; 0: it cannot be meant. */
  private rank(owner: number, file: number): number {
    const other = this.fileOf[owner] ?? 0;
    const flags = this.flags(owner);
    const on = (flags & OFF) === 0 ? 1 : 0;
    if (other === file) return 1000 + on;
    const unit = this.unitOf[file] ?? file;
    if (unit === this.unitOf[other]) return 900 + on;
    const here = this.zones[file];
    const there = this.zones[other];
    if (here === undefined || there === undefined) return 0;
    const local = (flags & STATIC) !== 0 || (flags & 3) === MACRO;
    if (local && !there.isHeader) return 0;
    if (here.program !== there.program && !(there.isShared && there.program === '')) return 0;
    const arch = here.arch === '' ? this.tree.arch : here.arch;
    if (there.arch !== '' && there.arch !== arch) return 0;
    let rank = on === 1 ? 400 : 20;
    if (here.program === there.program) rank += 200;
    const built = this.builds[other]?.build;
    if (!there.isHeader && (built === 'built-in' || built === 'module')) rank += 100;
    if (there.isHeader && !there.isShared) {
      if (here.directory === there.directory) rank += 50;
      else rank += Math.min(40, 2 * sharedDepth(here.parts, there.parts)) - 45;
    } else if (here.directory === there.directory) rank += 30;
    else if (!there.isShared && built !== 'built-in') rank += sharedDepth(here.parts, there.parts);
    if (there.isShared && there.arch !== '') rank += 5;
    return rank;
  }

  private findUnits(): Int32Array {
    const { facts, files, atoms } = this.tree;
    const units = new Int32Array(files.length);
    const index = new Map(files.map((path, file) => [path, file]));
    for (let file = 0; file < files.length; file++) units[file] = file;
    for (let file = 0; file < files.length; file++) {
      const last =
        (facts.files.items[file * FILE_STRIDE] ?? 0) +
        (facts.files.items[file * FILE_STRIDE + 1] ?? 0) -
        1;
      const first = facts.owners.items[last * OWNER_STRIDE + OWNER_REFS] ?? 0;
      const block = facts.blockOf(first);
      const from = first - block.from;
      const count = facts.owners.items[last * OWNER_STRIDE + OWNER_REF_COUNT] ?? 0;
      for (let ref = from; ref < from + count; ref++) {
        if (((block.items[ref * REF_STRIDE] ?? 0) & 15) !== INCLUDE) continue;
        const path = atoms.text(block.items[ref * REF_STRIDE + 2] ?? 0);
        const target = index.get(joined(this.zones[file]?.directory ?? '', path));
        if (target !== undefined && units[target] === target) units[target] = units[file] ?? file;
      }
    }
    return units;
  }
}

const none: readonly number[] = [];
const unknownBuild: FileBuild = { build: 'unknown', trace: 'unknown' };

/** How many leading directories two directories share. */
function sharedDepth(left: readonly string[], right: readonly string[]): number {
  let depth = 0;
  while (depth < left.length && left[depth] === right[depth]) depth++;
  return depth;
}

function joined(directory: string, path: string): string {
  const parts = directory.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
