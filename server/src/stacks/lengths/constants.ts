import { tokensOf, withoutComments } from '../../kernel/generated/tokens.ts';
import type { SourceText } from './function-text.ts';

const directive = /^[ \t]*#/;
const definition = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)[ \t]+(\S.*)$/;
const inclusion = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/;

interface FileConstants {
  /** Each name's definitions, as written. */
  readonly defined: ReadonlyMap<string, readonly string[]>;
  /** Paths in the tree that it includes. */
  readonly included: readonly string[];
}

/** What is read of the files around one: layers of what they include, and the paths of the next layer. */
interface Around {
  readonly layers: (readonly FileConstants[])[];
  paths: readonly string[];
  readonly seen: Set<string>;
}

const none: FileConstants = { defined: new Map(), included: [] };

/** Headers are followed so deep: constants are defined near to where they are used. */
const deepest = 2;

/** The macros without parameters that a tree's files see: their own, else those of what they include. */
export class Constants {
  readonly #source: SourceText;
  readonly #files = new Map<string, FileConstants>();
  readonly #around = new Map<string, Around>();
  readonly #found = new Map<string, readonly (readonly string[])[]>();

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** What `name` can stand for in `file`; empty where it is no such macro. */
  named(name: string, file: string): readonly (readonly string[])[] {
    const key = `${name} ${file}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#find(name, file).map((value) => tokensOf(withoutComments(value)));
    this.#found.set(key, found);
    return found;
  }

  #find(name: string, file: string): readonly string[] {
    for (const layer of this.#layersOf(file)) {
      const found = layer.flatMap(({ defined }) => defined.get(name) ?? []);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** A file, what it includes, what that includes: each file in the first layer that it is in. */
  *#layersOf(file: string): Generator<readonly FileConstants[]> {
    const around = this.#around.get(file) ?? { layers: [], paths: [file], seen: new Set([file]) };
    this.#around.set(file, around);
    const { layers, seen } = around;
    for (let depth = 0; depth <= deepest; depth += 1) {
      let layer = layers[depth];
      if (layer === undefined) {
        layer = around.paths.map((path) => this.#of(path));
        layers.push(layer);
        around.paths = layer.flatMap(({ included }) => included).filter((path) => !seen.has(path));
        for (const path of around.paths) seen.add(path);
      }
      yield layer;
    }
  }

  #of(path: string): FileConstants {
    let known = this.#files.get(path);
    if (known === undefined) {
      const lines = this.#source(path);
      known = lines === undefined ? none : constantsIn(lines, path);
      this.#files.set(path, known);
    }
    return known;
  }
}

function constantsIn(lines: readonly string[], path: string): FileConstants {
  const defined = new Map<string, string[]>();
  const included: string[] = [];
  const folder = path.slice(0, path.lastIndexOf('/'));
  for (const line of lines) {
    if (!directive.test(line)) continue;
    const [, name, value = ''] = definition.exec(line) ?? [];
    if (name !== undefined) {
      const same = defined.get(name);
      if (same === undefined) defined.set(name, [value]);
      else same.push(value);
      continue;
    }
    const [, opener, header] = inclusion.exec(line) ?? [];
    if (header === undefined) continue;
    if (opener === '"') included.push(joined(folder, header));
    else
      included.push(header.startsWith('asm/') ? `arch/x86/include/${header}` : `include/${header}`);
  }
  return { defined, included };
}

/** A path beside another, `../` taken out. */
function joined(folder: string, name: string): string {
  const parts = folder.split('/');
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
