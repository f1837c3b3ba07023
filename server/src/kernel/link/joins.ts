import type { Hint, LostCall } from './calls.ts';
import type { FoundRoot } from './roots.ts';

/** Slots that a search has been through, by their numbers. */
export interface SlotSet {
  /** False where it was there before. */
  addSlot(slot: number): boolean;
}

/** What the names of a tree come to, joined: functions and names are numbers. */
export interface Joins {
  /** What a function calls, in the order of lines, each call of a line once: rows of CALL_ROW numbers. */
  calls(id: number): Int32Array;
  /** Calls through pointers that no function is known for. */
  lost(id: number): readonly LostCall[];
  hints(id: number): readonly Hint[];
  /** The functions in a field of a struct (0: not known), ascending. */
  functionsIn(struct: number, field: number): readonly number[];
  /** The functions that call one, each once, ascending. */
  callers(id: number): readonly number[];
  /**
   * Visits what a function calls, saying whether through a pointer; a slot that `slots` already has is
   * passed over with all its functions.
   */
  eachCallee(id: number, slots: SlotSet, visit: (callee: number, pointer: boolean) => void): void;
  /** Visits what calls a function; a slot that `slots` already has is passed over with all its callers. */
  eachCaller(id: number, slots: SlotSet, visit: (caller: number) => void): void;
  /** False for a function that the configuration leaves out. */
  isBuilt(id: number): boolean;
  /** By file and line. */
  roots(): readonly FoundRoot[];
}
