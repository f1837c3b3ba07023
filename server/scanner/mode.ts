/** What the tokens now read are part of. */
export const DECLARATION: i32 = 0;
export const PARAMETERS: i32 = 1;
export const USE: i32 = 2;
export const INITIALISER: i32 = 3;
export const FIELDS: i32 = 4;
export const BODY: i32 = 5;
export const SKIPPED: i32 = 6;

export class Mode {
  static now: i32 = DECLARATION;
}
