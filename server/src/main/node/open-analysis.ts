import { checkPatchDocument, checkSource, explainFunctions } from '../../feasibility/check.ts';
import type { OpenAnalysis } from '../../lsp/analysis.ts';
import { loadWasmCParser } from '../wasm-c-parser.ts';
import { wasmFiles } from './assets.ts';
import { openKernel } from './open-kernel.ts';

/** The analysis in this process, on the file system's kernel trees and the bundled facts. */
export const openAnalysis: OpenAnalysis = async (choice) => {
  const environment = await openKernel(choice, await loadWasmCParser(wasmFiles()));
  const knowledge = environment.knowledgeFor(environment.profile);
  return {
    kernel: environment.profile.title,
    origin: knowledge.origin,
    graph: environment.graph,
    lookup: (name, file) => knowledge.lookup(name, file),
    patch: (document, course) => checkPatchDocument(document, environment, course),
    source: async (text) => checkSource(text, environment),
    explain: async (names) => explainFunctions(names, environment),
  };
};
