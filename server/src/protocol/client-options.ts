/** What a client may pass as `initializationOptions`; every field can be left out. */
export interface ClientOptions {
  /** The client runs `showTextCommand`; other clients get scripts as files beside the patch. */
  readonly showsText?: boolean;
  /** The client runs `showTransitionCommand`. */
  readonly showsTransition?: boolean;
  /** Hovers may hold links that run this client's own commands (`command:` URIs). */
  readonly commandLinks?: boolean;
  /** The client runs `ignoreCommand`, which asks the user for a reason. */
  readonly asksReason?: boolean;
  /** The client answers `readFileRequest`, for files that the server cannot reach. */
  readonly readsFiles?: boolean;
  /** Where the pages of the rules lie, as a URI without a slash at its end. */
  readonly rulePages?: string;
  /** The settings, for clients that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
}
