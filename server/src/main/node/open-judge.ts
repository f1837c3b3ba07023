import { checkPatch, checkSource, explainFunctions } from '../../feasibility/check.ts';
import type { OpenJudge } from '../../lsp/judge.ts';
import { loadWasmCParser } from '../wasm-c-parser.ts';
import { wasmFiles } from './assets.ts';
import { openKernel } from './open-kernel.ts';

/** The analysis in this process, on the file system's kernel trees and the bundled facts. */
export const openJudge: OpenJudge = async (choice) => {
  const environment = await openKernel(choice, await loadWasmCParser(wasmFiles()));
  return {
    kernel: environment.profile.title,
    origin: environment.knowledgeFor(environment.profile).origin,
    patch: (text) => checkPatch(text, environment),
    source: async (text) => checkSource(text, environment),
    explain: async (names) => explainFunctions(names, environment),
    dispose: () => {},
  };
};
