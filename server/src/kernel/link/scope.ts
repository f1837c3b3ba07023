import type { TreeFacts } from '../index/tree-facts.ts';
import { FUNCTION, MACRO, OFF, STATIC } from '../scan/facts.ts';
import type { FileBuild } from './file-build.ts';
import { type Zone, zoneOf } from './zones.ts';

/** Files whose answers are remembered; those asked longest ago are dropped. */
const filesRemembered = 64;

/** Decides which definitions a name means, seen from a file. Functions and macros are numbered over the whole tree. */
export class Scope {
  private readonly zones: (Zone | undefined)[] = [];
  private units: Int32Array | undefined;
  /** What names were found to mean in the files last asked for: functions by name, macros by minus name. */
  private readonly known = new Map<number, Map<number, readonly number[]>>();

  constructor(readonly facts: TreeFacts) {}

  /** The functions that `name` means in `file`, the likeliest only. */
  resolve(name: number, file: number): readonly number[] {
    return this.pick(name, file, FUNCTION);
  }

  resolveMacro(name: number, file: number): readonly number[] {
    return this.pick(name, file, MACRO);
  }

  /** Whether some file defines a function of a name. */
  hasFunction(name: number): boolean {
    let found = false;
    this.facts.eachDefinition(name, (_file, _place, flags) => {
      if ((flags & 3) === FUNCTION) found = true;
    });
    return found;
  }

  /** The file that takes a C file in by `#include`; itself otherwise. */
  unitOf(file: number): number {
    this.units ??= this.findUnits();
    return this.units[file] ?? file;
  }

  /** What the Makefiles say of a file; a C file that only another takes in is built as that one. */
  buildOf(file: number): FileBuild {
    const own = this.facts.buildOf(file);
    if (own.build === 'built-in' || own.build === 'module' || this.zone(file).isHeader) return own;
    return this.facts.buildOf(this.unitOf(file));
  }

  zone(file: number): Zone {
    let zone = this.zones[file];
    if (zone === undefined) {
      zone = zoneOf(this.facts.pathOf(file));
      this.zones[file] = zone;
    }
    return zone;
  }

  /** The file of a function, and of a macro. */
  fileOfFunction(id: number): number {
    return lastBelow(this.facts.fileCount, id, (file) => this.facts.functionsBefore(file));
  }

  fileOfMacro(id: number): number {
    return lastBelow(this.facts.fileCount, id, (file) => this.facts.macrosBefore(file));
  }

  private pick(name: number, file: number, kind: number): readonly number[] {
    const known = this.knownIn(file);
    const key = kind === FUNCTION ? name : -name;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { facts } = this;
    let best = 1;
    let found: number[] = [];
    facts.eachDefinition(name, (other, place, flags) => {
      if ((flags & 3) !== kind || (kind === MACRO && (flags & OFF) !== 0)) return;
      const rank = this.rank(other, flags, file);
      if (rank < best) return;
      if (rank > best) found = [];
      best = rank;
      const before = kind === FUNCTION ? facts.functionsBefore(other) : facts.macrosBefore(other);
      found.push(before + place);
    });
    const answer = found.length === 0 ? none : found;
    known.set(key, answer);
    return answer;
  }

  private knownIn(file: number): Map<number, readonly number[]> {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    if (this.known.size >= filesRemembered) {
      const [oldest] = this.known.keys();
      if (oldest !== undefined) this.known.delete(oldest);
    }
    const fresh = new Map<number, readonly number[]>();
    this.known.set(file, fresh);
    return fresh;
  }

  /** How near a definition in the file `other` is to a file; 0: it cannot be meant. */
  private rank(other: number, flags: number, file: number): number {
    const on = (flags & OFF) === 0 ? 1 : 0;
    if (other === file) return 1000 + on;
    const unit = this.unitOf(file);
    if (unit === this.unitOf(other)) return 900 + on;
    const here = this.zone(file);
    const there = this.zone(other);
    const local = (flags & STATIC) !== 0 || (flags & 3) === MACRO;
    if (local && !there.isHeader) return 0;
    if (here.program !== there.program && !(there.isShared && there.program === '')) return 0;
    const arch = here.arch === '' ? this.facts.meta.arch : here.arch;
    if (there.arch !== '' && there.arch !== arch) return 0;
    let rank = on === 1 ? 400 : 20;
    if (here.program === there.program) rank += 200;
    const { build } = this.buildOf(other);
    if (!there.isHeader && (build === 'built-in' || build === 'module')) rank += 100;
    if (there.isHeader && !there.isShared) {
      if (here.directory === there.directory) rank += 50;
      else rank += Math.min(40, 2 * sharedDepth(here.parts, there.parts)) - 45;
    } else if (here.directory === there.directory) rank += 30;
    else if (!there.isShared && build !== 'built-in') rank += sharedDepth(here.parts, there.parts);
    if (there.isShared && there.arch !== '') rank += 5;
    return rank;
  }

  private findUnits(): Int32Array {
    const { facts } = this;
    const units = Int32Array.from({ length: facts.fileCount }, (_, file) => file);
    facts.eachInclude((file, path) => {
      const target = facts.fileAt(joined(this.zone(file).directory, facts.text(path)));
      if (target >= 0 && units[target] === target) units[target] = units[file] ?? file;
    });
    return units;
  }
}

const none: readonly number[] = [];

/** The last place whose sum before is not above `value`, among ascending sums. */
function lastBelow(count: number, value: number, before: (place: number) => number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (before(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

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
