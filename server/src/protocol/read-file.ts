/** The server's request to a client with the option `readsFiles`: {@link ReadFile} to {@link FileText}. */
export const readFileRequest = 'livepatch/readFile';

/** A file that the client can reach and the server cannot, for example of a virtual workspace. */
export interface ReadFile {
  readonly uri: string;
}

/** The file's text; `null` where there is none. */
export interface FileText {
  readonly text: string | null;
}
