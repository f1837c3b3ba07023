import type { Hint, LostCall } from './calls.ts';
import type { Contents, Slot } from './pointers.ts';
import type { FoundRoot } from './roots.ts';

/** Slots that a search has been through, by their numbers. */
export interface SlotSet {
  /** False where it was there before. */
  addSlot(slot: number): boolean;
}

/** What the names of a tree come to, joined: functions and names are numbers. */
export interface Joins extends Contents {
  /** What a function calls, in the order of lines, each call of a line once: rows of CALL_ROW numbers. */
  calls(id: number): Int32Array;
  /** Calls through pointers that no function is known for. */
  lost(id: number): readonly LostCall[];
  hints(id: number): readonly Hint[];
  /** The functions in a slot, ascending. */
  functionsIn(slot: Slot): readonly number[];
  /** A dense number for a slot that is called through. */
  slotNumber(slot: Slot): number;
  /** The functions that call one by its name, or by a parameter; ascending. */
  callersByName(id: number): readonly number[];
  /** The slots that a function is in. */
  slotsOf(id: number): readonly Slot[];
  /** The functions that call through a slot; ascending. */
  callersThrough(slot: Slot): readonly number[];
  /** By file and line. */
  roots(): readonly FoundRoot[];
}
