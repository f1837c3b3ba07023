import type { FilesAtHand } from '../../ports/files.ts';
import type { Options } from '../scan/conditionals.ts';
import type { BuildPlan } from '../tree/build-plan.ts';
import { expandMacros, type MacroLookup } from './expand.ts';
import { Headers } from './headers.ts';
import { headsIn } from './heads.ts';
import { MacroScope } from './macro-scope.ts';
import type { Directive, FileText } from './macros.ts';
import type { GeneratedFunction } from './model.ts';
import { tokensOf } from './tokens.ts';
import { type MacroUse, usesIn } from './uses.ts';

/** The header that makes tracepoints of the events in another (`include/trace/define_trace.h`). */
const tracePoints = { switch: 'CREATE_TRACE_POINTS', header: 'include/trace/define_trace.h' };

/**
 * The functions that macros make at file scope in the C files of the kernel image:
 * `DEFINE_SHOW_ATTRIBUTE`, the several of a system call, tracepoints, lists of hooks that a header
 * holds. Files that are not there are passed over.
 */
export function generatedFunctions(
  files: FilesAtHand,
  plan: BuildPlan,
  arch: string,
  options: Options | undefined,
): readonly GeneratedFunction[] {
  const headers = new Headers(files, arch, options);
  const trace = headers.load(tracePoints.header);
  const stage = trace === undefined ? undefined : headers.parse(tracePoints.header, trace);
  const reader = new Reader(headers, plan, arch, stage);
  for (const path of plan.builtIn()) reader.source(path);
  return reader.found;
}

/** A file of the tree. */
interface Text {
  readonly path: string;
  readonly text: string;
}

class Reader {
  readonly found: GeneratedFunction[] = [];
  private readonly stage: MacroLookup;

  constructor(
    private readonly headers: Headers,
    private readonly plan: BuildPlan,
    private readonly arch: string,
    stage: FileText | undefined,
  ) {
    const scope = MacroScope.firstOf(stage?.directives ?? []);
    this.stage = (name) => scope.get(name);
  }

  source(path: string): void {
    const text = this.headers.load(path);
    if (text === undefined) return;
    const scope = new MacroScope(this.headers);
    const file = this.headers.parse(path, text);
    this.takeIn(file.directives, folderOf(path), scope, 0);
    for (const use of usesIn(file.code, scope)) {
      const lookup = scope.at(file.directives, use.line);
      this.expand(use, path, path, lookup);
    }
    this.lists(path, file.directives, scope);
  }

  /** Takes the macros of the headers beside a file into its scope. */
  private takeIn(
    directives: readonly Directive[],
    folder: string,
    scope: MacroScope,
    depth: number,
  ): void {
    scope.add(directives);
    if (depth > 2) return;
    for (const each of directives) {
      if (each.kind !== 'include' || !each.quoted || !each.path.endsWith('.h')) continue;
      const path = joined(folder, each.path);
      const text = this.headers.load(path);
      if (text === undefined) continue;
      const { directives: inner } = this.headers.parse(path, text);
      this.takeIn(inner, folderOf(path), scope, depth + 1);
    }
  }

  /** Headers that hold a list, for a macro that the file defines before it includes them. */
  private lists(path: string, directives: readonly Directive[], scope: MacroScope): void {
    const own = new Set<string>();
    for (const each of directives) {
      if (each.kind === 'define') own.add(each.macro.name);
      else if (each.kind === 'undef') own.delete(each.name);
      else if (own.size > 0) {
        const found = this.included(each, path);
        if (found === undefined) continue;
        const file = this.headers.parse(found.path, found.text);
        const lookup = scope.at(directives, each.line);
        for (const use of usesIn(file.code, {
          defines: (name) => own.has(name),
          has: () => false,
        })) {
          this.expand(use, found.path, path, lookup);
        }
        if (own.has(tracePoints.switch)) this.tracePoints(found, path, 0);
      }
    }
  }

  /** The tracepoints of a header, or of those that it includes. */
  private tracePoints(header: Text, unit: string, depth: number): void {
    const { directives, code } = this.headers.parse(header.path, header.text);
    if (header.text.includes('define_trace.h')) {
      const scope = new MacroScope(this.headers);
      scope.add(directives);
      const defines = (name: string): boolean => this.stage(name) !== undefined || scope.has(name);
      for (const use of usesIn(code, { defines, has: defines })) {
        const local = scope.at(directives, use.line);
        this.expand(use, header.path, unit, (name) => this.stage(name) ?? local(name));
      }
      return;
    }
    if (depth > 1) return;
    for (const each of directives) {
      if (each.kind !== 'include') continue;
      const found = this.included(each, header.path);
      if (found !== undefined) this.tracePoints(found, unit, depth + 1);
    }
  }

  /** The file that an `#include` in the file at `from` takes in. */
  private included(
    { path, quoted }: Extract<Directive, { kind: 'include' }>,
    from: string,
  ): Text | undefined {
    const places = [`include/${path}`, `arch/${this.arch}/include/${path}`];
    if (quoted) places.unshift(joined(folderOf(from), path));
    for (const place of places) {
      const text = this.headers.load(place);
      if (text !== undefined) return { path: place, text };
    }
    return undefined;
  }

  private expand(use: MacroUse, file: string, unit: string, lookup: MacroLookup): void {
    if (lookup(use.name) === undefined) return;
    const tokens = expandMacros(tokensOf(use.text), lookup);
    const { line, name: macro } = use;
    const { trace, traceEvidence } = this.plan.of(unit);
    const traced = trace !== 'not-traced';
    for (const { name, isStatic, words: attributes, alias, calls } of headsIn(tokens)) {
      if (name === macro) continue;
      const own = { name, file, line, isStatic, attributes, macro, alias, calls };
      this.found.push({ ...own, unit, traced, traceEvidence });
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function joined(directory: string, path: string): string {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
