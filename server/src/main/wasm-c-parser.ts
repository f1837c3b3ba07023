import { Language, Parser } from 'web-tree-sitter';
import type { CParser } from '../ports/c-parser.ts';
import { WrappedNode } from './syntax-node.ts';

/** Where the two WASM files are: a path or URL, or their bytes. */
export interface WasmFiles {
  /** `tree-sitter.wasm` of the package web-tree-sitter. */
  readonly runtime: string | Uint8Array;
  /** `tree-sitter-c.wasm` of the package tree-sitter-c. */
  readonly grammar: string | Uint8Array;
}

/**
 * The C parser that runs everywhere: Node.js, a browser page and a worker. Rejects when one of the
 * files cannot be loaded.
 */
export async function loadWasmCParser({ runtime, grammar }: WasmFiles): Promise<CParser> {
  await Parser.init(
    typeof runtime === 'string' ? { locateFile: () => runtime } : { wasmBinary: runtime },
  );
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return {
    binding: 'wasm',
    parse: (text) => {
      const tree = parser.parse(text);
      if (tree === null) {
        throw new Error('The C parser gave no tree: it has no language.');
      }
      return { root: new WrappedNode(tree.rootNode), dispose: () => tree.delete() };
    },
  };
}
