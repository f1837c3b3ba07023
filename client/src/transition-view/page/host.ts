import type { FromPage } from '../messages.ts';

interface VsCodeApi {
  postMessage(message: FromPage): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension on the other side of the page. */
export const host: VsCodeApi = acquireVsCodeApi();
