import { AtomTable } from './atoms.ts';
import type { Options } from './conditionals.ts';
import { Directives } from './directives.ts';
import { Facts, FIELD_STRIDE, OWNER_STRIDE } from './facts.ts';
import { FileScope } from './file-scope.ts';
import { DIRECTIVE, END, Lexer } from './lexer.ts';

/** Scans C files one after the other into one table of facts. */
export class Scanner {
  readonly atoms: AtomTable;
  readonly facts: Facts;
  private readonly lexer: Lexer;
  private readonly scope: FileScope;
  private readonly directives: Directives;

  /**
   * With `options`, what the configuration leaves out is marked as such. `bytes` is about how much
   * will be scanned in all.
   */
  constructor(options: Options | undefined, bytes = 0) {
    this.atoms = new AtomTable(Math.ceil(bytes * 0.0017), Math.ceil(bytes * 0.03));
    this.facts = new Facts(bytes);
    this.lexer = new Lexer(this.atoms);
    this.scope = new FileScope(this.lexer, this.atoms, this.facts);
    this.directives = new Directives(this.lexer, this.atoms, this.facts, this.scope, options);
  }

  /** Scans `source[0, end)`; gives the file's index in the facts. Takes any bytes. */
  scan(source: Uint8Array, end: number): number {
    const { facts, lexer, scope } = this;
    const firstOwner = facts.owners.length / OWNER_STRIDE;
    const firstField = facts.fields.length / FIELD_STRIDE;
    lexer.open(source, end);
    scope.begin();
    this.directives.begin();
    for (let kind = lexer.next(); kind !== END; kind = lexer.next()) {
      if (kind === DIRECTIVE) this.directives.read();
      else scope.token(kind);
    }
    scope.end();
    facts.files.push(firstOwner);
    facts.files.push(facts.owners.length / OWNER_STRIDE - firstOwner);
    facts.files.push(firstField);
    facts.files.push(facts.fields.length / FIELD_STRIDE - firstField);
    return facts.files.length / 4 - 1;
  }
}
