import type { OpenAnalysis } from '../../lsp/analysis.ts';
import { analysisIn } from '../../lsp/analysis-in.ts';
import { loadWasmCParser } from '../wasm-c-parser.ts';
import { wasmFiles } from './assets.ts';
import { openKernel } from './open-kernel.ts';

/** The analysis in this process, on the file system's kernel trees and the bundled facts. */
export const openAnalysis: OpenAnalysis = async (choice, _, { progress, token }) => {
  const parser = await loadWasmCParser(wasmFiles());
  const cancellation = {
    get cancelled() {
      return token.isCancellationRequested;
    },
  };
  const analysis = analysisIn(
    await openKernel(choice, parser, { progress, cancellation, asKept: choice.asKept === true }),
  );
  // What is read at the first question about a tree is read here, while bundled facts answer.
  if (choice.tree !== undefined) analysis.lookup('do_idle');
  return analysis;
};
