import type { CParser } from '../../ports/c-parser.ts';
import { loadWasmCParser, type WasmFiles } from '../wasm-c-parser.ts';
import { loadNativeCParser } from './native-c-parser.ts';

/** The native C parser where it loads, else the WASM one. Rejects when neither can be loaded. */
export async function loadCParser(wasm: WasmFiles): Promise<CParser> {
  return (await loadNativeCParser()) ?? (await loadWasmCParser(wasm));
}
