import type { TreeFacts } from '../index/tree-facts.ts';
import { FUNCTION, MACRO, OFF, STATIC } from '../scan/facts.ts';
import type { FileBuild } from './file-build.ts';
import { Picks } from './picks.ts';
import { Structs } from './structs.ts';
import { Zones } from './zones.ts';

/** What is known of a name: nothing yet, or that it was looked at and what it defines somewhere. */
const LOOKED_AT = 4;

/** The rank of a definition in the file that says the name. */
const ownFile = 1000;

/** Decides which definitions a name means, seen from a file. Functions and macros are numbered over the whole tree. */
export class Scope {
  readonly structs: Structs;
  private readonly zones: Zones;
  /** The architecture that the kernel is built for. */
  private readonly arch: number;
  private units: Int32Array | undefined;
  private readonly picks = new Picks();
  private readonly found: number[] = [];
  /** What each name defines somewhere, by its kind. */
  private readonly defined: Uint8Array;
  /** Whether a file is built into the kernel (2) or a module (1), plus one; 0 where it was not asked. */
  private readonly built: Uint8Array;

  constructor(readonly facts: TreeFacts) {
    this.structs = new Structs(facts);
    this.zones = new Zones(facts.fileCount, (file) => facts.pathOf(file));
    this.arch = this.zones.archNamed(facts.meta.arch);
    this.defined = new Uint8Array(facts.nameCount);
    this.built = new Uint8Array(facts.fileCount);
  }

  /** The functions that `name` means in `file`, the likeliest only. */
  resolve(name: number, file: number): readonly number[] {
    return this.listOf(this.functions(name, file));
  }

  /** The same as a number, for `count` and `at`. */
  functions(name: number, file: number): number {
    return this.hasFunction(name) ? this.pick(name, file, FUNCTION) : NOTHING;
  }

  resolveMacro(name: number, file: number): readonly number[] {
    return this.listOf(this.macros(name, file));
  }

  macros(name: number, file: number): number {
    return (this.definedAs(name) & (1 << MACRO)) !== 0 ? this.pick(name, file, MACRO) : NOTHING;
  }

  /** How many definitions are meant. */
  count(meaning: number): number {
    return this.picks.count(meaning);
  }

  /** One of the definitions that are meant. */
  at(meaning: number, index: number): number {
    return this.picks.at(meaning, index);
  }

  /** Whether some file defines a function of a name. */
  hasFunction(name: number): boolean {
    return (this.definedAs(name) & (1 << FUNCTION)) !== 0;
  }

  private definedAs(name: number): number {
    if (name <= 0) return 0;
    const known = this.defined[name] ?? 0;
    if (known !== 0) return known;
    let found = LOOKED_AT;
    this.facts.eachDefinition(name, (_file, _place, flags) => {
      found |= 1 << (flags & 3);
    });
    this.defined[name] = found;
    return found;
  }

  /** The file that takes a C file in by `#include`; itself otherwise. */
  unitOf(file: number): number {
    this.units ??= this.findUnits();
    return this.units[file] ?? file;
  }

  isHeader(file: number): boolean {
    return this.zones.isHeader(file);
  }

  /**
   * What the Makefiles say of a file; a C file that only another takes in is built as that one. Where it is not
   * known of a file itself, that another which takes it in is not built tells nothing.
   */
  buildOf(file: number): FileBuild {
    const own = this.facts.buildOf(file);
    if (own.build === 'built-in' || own.build === 'module' || this.zones.isHeader(file)) return own;
    const unit = this.facts.buildOf(this.unitOf(file));
    return own.build === 'unknown' && unit.build === 'not-built' ? own : unit;
  }

  /** Whether a file has a part in the kernel: not one that the configuration leaves out, or of another architecture. */
  isBuilt(file: number): boolean {
    if (this.buildOf(file).build === 'not-built') return false;
    const arch = this.zones.arch(file);
    return arch === 0 || arch === this.arch;
  }

  /** The file of a function, and of a macro. */
  fileOfFunction(id: number): number {
    return lastBelow(this.facts.fileCount, id, (file) => this.facts.functionsBefore(file));
  }

  fileOfMacro(id: number): number {
    return lastBelow(this.facts.fileCount, id, (file) => this.facts.macrosBefore(file));
  }

  private listOf(meaning: number): readonly number[] {
    return Array.from({ length: this.count(meaning) }, (_, index) => this.at(meaning, index));
  }

  private pick(name: number, file: number, kind: number): number {
    const place = file * 2 + kind;
    const known = this.picks.get(name, place);
    if (known !== undefined) return known;
    const { facts, found } = this;
    let best = 1;
    found.length = 0;
    const consider = (other: number, at: number, flags: number): void => {
      if ((flags & 3) !== kind || (kind === MACRO && (flags & OFF) !== 0)) return;
      const rank = this.rank(other, flags, file);
      if (rank < best) return;
      if (rank > best) found.length = 0;
      best = rank;
      const before = kind === FUNCTION ? facts.functionsBefore(other) : facts.macrosBefore(other);
      found.push(before + at);
    };
    // Nothing is nearer than the file itself, and some names are defined in thousands.
    facts.eachDefinitionIn(file, name, consider);
    if (best < ownFile) {
      best = 1;
      found.length = 0;
      facts.eachDefinition(name, consider);
    }
    return this.picks.set(name, place, found);
  }

  /** How near a definition in the file `other` is to a file; 0: it cannot be meant. */
  private rank(other: number, flags: number, file: number): number {
    const on = (flags & OFF) === 0 ? 1 : 0;
    // What the configuration leaves out gives way to whatever else can be meant: a header's stub.
    if (other === file) return on === 1 ? ownFile : 390;
    if (this.unitOf(file) === this.unitOf(other)) return on === 1 ? 900 : 385;
    const { zones } = this;
    const isHeader = zones.isHeader(other);
    if (!isHeader && ((flags & STATIC) !== 0 || (flags & 3) === MACRO)) return 0;
    const isShared = zones.isShared(other);
    const program = zones.program(other);
    const ofSameProgram = zones.program(file) === program;
    if (!ofSameProgram && !(isShared && program === 0)) return 0;
    const arch = zones.arch(other);
    if (arch !== 0 && arch !== (zones.arch(file) || this.arch)) return 0;
    let rank = on === 1 ? 400 : 20;
    if (ofSameProgram) rank += 200;
    const built = this.builtAs(other);
    if (!isHeader && built > 0) rank += 100;
    const ofSameDirectory = zones.directory(file) === zones.directory(other);
    if (isHeader && !isShared) {
      if (ofSameDirectory) rank += 50;
      else rank += Math.min(40, 2 * zones.sharedDepth(file, other)) - 45;
    } else if (ofSameDirectory) rank += 30;
    else if (!isShared && built < 2) rank += zones.sharedDepth(file, other);
    if (isShared && arch !== 0) rank += 5;
    return rank;
  }

  /** 2: into the kernel; 1: into a module; 0: not, or it is not known. */
  private builtAs(file: number): number {
    const known = this.built[file] ?? 0;
    if (known > 0) return known - 1;
    const { build } = this.buildOf(file);
    const built = build === 'built-in' ? 2 : build === 'module' ? 1 : 0;
    this.built[file] = built + 1;
    return built;
  }

  private findUnits(): Int32Array {
    const { facts } = this;
    const units = Int32Array.from({ length: facts.fileCount }, (_, file) => file);
    eachIncluded(facts, (file, target) => {
      if (units[target] === target) units[target] = units[file] ?? file;
    });
    return units;
  }
}

/** Visits the C files that others take in by `#include`, where they are there. */
export function eachIncluded(
  facts: TreeFacts,
  visit: (file: number, included: number) => void,
): void {
  facts.eachInclude((file, path) => {
    const target = facts.fileAt(joined(facts.pathOf(file), facts.text(path)));
    if (target >= 0) visit(file, target);
  });
}

/** No meaning. */
const NOTHING = -1;

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

/** A path that the file at `from` takes in. */
function joined(from: string, path: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
