import { Facts, OWNER_END, OWNER_STRIDE } from './facts';
import { Lexer } from './lexer';
import { Numbers } from './numbers';

/** Numbers of a row: name, line, flags, definition macro, struct of the first parameter, owner or -1. */
const ROW: i32 = 6;

export const NONE: i32 = -1;

/** The functions of a file whose closing brace was not read when they were opened; named by number. */
export class OpenFunctions {
  private static rows: Numbers = new Numbers(256);
  /** A function, and another whose head stands in another branch of the same `#if` and ends with it. */
  private static twins: Numbers = new Numbers(64);

  static clear(): void {
    OpenFunctions.rows.length = 0;
    OpenFunctions.twins.length = 0;
  }

  static add(name: i32, line: i32, flags: i32, macro: i32, parameter: i32): i32 {
    const rows = OpenFunctions.rows;
    const index = rows.length / ROW;
    rows.push(name);
    rows.push(line);
    rows.push(flags);
    rows.push(macro);
    rows.push(parameter);
    rows.push(NONE);
    return index;
  }

  static addTwin(open: i32, twin: i32): void {
    OpenFunctions.twins.push(open);
    OpenFunctions.twins.push(twin);
  }

  static name(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW);
  }

  static line(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW + 1);
  }

  static flags(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW + 2);
  }

  static macro(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW + 3);
  }

  static parameter(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW + 4);
  }

  /** Its owner among the facts, once closed. */
  static owner(open: i32): i32 {
    return OpenFunctions.rows.at(open * ROW + 5);
  }

  static setOwner(open: i32, owner: i32): void {
    OpenFunctions.rows.set(open * ROW + 5, owner);
  }

  static twinPairs(): i32 {
    return OpenFunctions.twins.length / 2;
  }

  /** The twin of a pair where the pair is of `open`, or NONE. */
  static twinOf(open: i32, pair: i32): i32 {
    return OpenFunctions.twins.at(pair * 2) === open ? OpenFunctions.twins.at(pair * 2 + 1) : NONE;
  }

  /** Notes that a function ends on the line last read, where it has an owner. */
  static endHere(open: i32): void {
    const owner = OpenFunctions.owner(open);
    if (owner >= 0) Facts.owners.set(owner * OWNER_STRIDE + OWNER_END, Lexer.line);
  }
}
