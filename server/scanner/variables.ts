import { Head } from './head';
import { pathOfFile } from './host';
import { Locals } from './locals';
import { Names } from './names';
import { SCRATCH, scratch, Words } from './words';

/**
 * The variables outside functions. One that holds a function is like a field, of what stands for a struct: of its
 * file where it is static, else of what all files share.
 */
export class Variables {
  /** The variable that is being declared as `(*name)(…)`, or 0. */
  static pointer: i32 = 0;
  /** The variable that `read` found, and its struct or what stands for it; or 0. */
  static name: i32 = 0;
  static struct: i32 = 0;
  /** The name that is the path of the file, once it was asked for; or 0. */
  private static path: i32 = 0;

  static beginFile(): void {
    Variables.path = 0;
  }

  /** Finds the variable that the head declares. */
  static read(): void {
    if (Variables.pointer === 0) {
      Head.readVariable();
      Variables.name = Head.variable;
      Variables.struct = Head.struct;
      return;
    }
    const isType = Head.has(Words.typedefWord);
    Variables.name = isType ? 0 : Variables.pointer;
    Variables.struct = isType ? 0 : Variables.holder(Head.has(Words.staticWord));
  }

  /** Makes what `read` found known, where it is a variable of a struct or of a function. */
  static declareIn(locals: Locals): void {
    if (Variables.name !== 0 && Variables.struct !== 0) {
      locals.declareInFile(Variables.name, Variables.struct);
    }
  }

  /** Whether the type of a variable is what stands for a struct. */
  static isHolder(type: i32): bool {
    return type !== 0 && (type === Words.variable || type === Variables.path);
  }

  private static holder(ofFile: bool): i32 {
    if (!ofFile) return Words.variable;
    if (Variables.path === 0) {
      Variables.path = Names.internCopy(scratch, pathOfFile(scratch, SCRATCH));
    }
    return Variables.path;
  }
}
