import type { Connection } from 'vscode-languageserver';
import { type AssetAnswer, type AssetParams, assetRequest } from '../../protocol/assets.ts';

/** Reads a file that comes with the program by its path below `dist`; rejects when it is not there. */
export type ReadAsset = (name: string) => Promise<Uint8Array>;

/** Files of the extension, read by the client. */
export function assetsOver(connection: Pick<Connection, 'sendRequest'>): ReadAsset {
  return (name) =>
    connection.sendRequest<AssetAnswer>(assetRequest, { name } satisfies AssetParams);
}
