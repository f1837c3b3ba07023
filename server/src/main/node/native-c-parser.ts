import type { CParser } from '../../ports/c-parser.ts';
import { WrappedNode } from '../syntax-node.ts';

/**
 * The C parser compiled for this machine; `undefined` where the optional package `tree-sitter` is
 * not installed or has no build for this system.
 */
export async function loadNativeCParser(): Promise<CParser | undefined> {
  try {
    const { default: Parser } = await import('tree-sitter');
    const { default: grammar } = await import('tree-sitter-c');
    const parser = new Parser();
    parser.setLanguage(grammar as import('tree-sitter').Language);
    return {
      binding: 'native',
      parse: (text) => {
        // The binding refuses texts longer than its buffer, which it counts in UTF-16 code units.
        const bufferSize = Math.max(32_768, text.length * 2 + 2);
        const tree = parser.parse(text, undefined, { bufferSize });
        return { root: new WrappedNode(tree.rootNode), dispose: () => {} };
      },
    };
  } catch {
    return undefined;
  }
}
