/** A client command that opens a new, unsaved document; its one argument is a `ShowText`. */
export const showTextCommand = 'livepatchFeasibility.showText';

/** The document to open. */
export interface ShowText {
  /** `shellscript`, `c`. */
  readonly languageId: string;
  readonly text: string;
}
