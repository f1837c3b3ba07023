/** The client command that asks for a reason and then runs {@link serverIgnoreCommand}; its argument is an {@link IgnoreRequest}. */
export const ignoreCommand = 'livepatchFeasibility.ignore';

/** The server's command: an {@link IgnoreRequest} and the reason, a text. It answers by an edit of the workspace. */
export const serverIgnoreCommand = 'livepatchFeasibility.server.ignore';

/** What is to be ignored. */
export interface IgnoreRequest {
  /** The document. */
  readonly uri: string;
  /** The finding's code. */
  readonly code: string;
  /** The function that it is about; left out for findings that are about none, and for `all`. */
  readonly function?: string | undefined;
  /** Every finding of that code in the document. */
  readonly all?: boolean | undefined;
}
