import type { MacroLookup } from './expand.ts';
import { type Headers, mayDefine } from './headers.ts';
import type { Directive, Macro } from './macros.ts';

/** What macros mean in one file: by its own directives, the headers beside it, the shared headers. */
export class MacroScope {
  private readonly local = new Map<string, Macro>();
  private readonly defining = new Map<string, boolean>();

  constructor(private readonly headers: Headers) {}

  /** The first definition of each name, for a header that takes its own back at its end. */
  static firstOf(directives: readonly Directive[]): ReadonlyMap<string, Macro> {
    const first = new Map<string, Macro>();
    for (const each of directives) {
      if (each.kind === 'define' && !first.has(each.macro.name))
        first.set(each.macro.name, each.macro);
    }
    return first;
  }

  /** Adds what a file or a header beside it defines. */
  add(directives: readonly Directive[]): void {
    for (const each of directives) {
      if (each.kind === 'define' && !this.local.has(each.macro.name)) {
        this.local.set(each.macro.name, each.macro);
      }
    }
  }

  /** Whether a name is a macro, of those that the file can see, that may make functions. */
  defines(name: string): boolean {
    const own = this.local.get(name);
    if (own === undefined) return this.headers.definesFunctions(name);
    const known = this.defining.get(name);
    if (known !== undefined) return known;
    this.defining.set(name, false);
    const answer = mayDefine(own, (inner) => this.defines(inner));
    this.defining.set(name, answer);
    return answer;
  }

  /** Whether a name is a macro that the file can see. */
  has(name: string): boolean {
    return this.local.has(name) || this.headers.hasShared(name);
  }

  /** What names mean at a line of the file with these directives. */
  at(directives: readonly Directive[], line: number): MacroLookup {
    return (name) => {
      if (!this.local.has(name)) return this.headers.shared(name);
      let own: Macro | undefined;
      for (const each of directives) {
        if (each.line >= line) break;
        if (each.kind === 'define' && each.macro.name === name) own = each.macro;
        else if (each.kind === 'undef' && each.name === name) own = undefined;
      }
      own ??= this.local.get(name);
      // `#ifndef NAME` before a definition: it stands in for a shared one that is missing.
      const shared = own?.truth === 'unknown' ? this.headers.shared(name) : undefined;
      return shared?.truth === 'true' ? shared : own;
    };
  }
}
