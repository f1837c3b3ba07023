/**
 * The request by which a server in a browser worker asks the client for a file that comes with the
 * extension: {@link AssetParams} to its bytes. Only the client can read the extension's folder there,
 * wherever it is served from. The bytes are copied between threads as they are, without JSON.
 */
export const assetRequest = 'livepatch/asset';

/** The file that is wanted. */
export interface AssetParams {
  /** Its path below the server's `dist` folder, with `/`: `facts/linux-6.1.facts.br`. */
  readonly name: string;
}

/** Its content. */
export type AssetAnswer = Uint8Array;
