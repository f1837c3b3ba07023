/** The part of the WebAssembly JavaScript interface (W3C) that is used here: no library of types has it without the DOM. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: boolean;
  }) => ScannerMemory;
}

/** Memory that threads share; `buffer` is another object after it has grown. */
export interface ScannerMemory {
  readonly buffer: SharedArrayBuffer;
}

/** What server/scanner/index.ts exports; addresses and lengths (of numbers, or of bytes) in its memory. */
export interface ScannerExports {
  begin(names: number): void;
  room(length: number): number;
  scan(length: number): void;
  intern(length: number): number;
  beginAssembly(): void;
  assemblyCall(line: number, callee: number): void;
  assemblyFunction(name: number, line: number, endLine: number): void;
  endAssembly(): void;
  fileRows(): number;
  fileRowsLength(): number;
  recordBytes(): number;
  recordBytesLength(): number;
  dictionary(): number;
  dictionaryLength(): number;
  roles(): number;
  definitions(): number;
  definitionsLength(): number;
  declared(): number;
  declaredLength(): number;
  exported(): number;
  exportedLength(): number;
  includes(): number;
  includesLength(): number;
  nameText(): number;
  nameFrom(): number;
  nameHashes(): number;
  nameCount(): number;
}

/** What the scanner asks of its host; each is given the address and the length of a text, or of room for one. */
export interface ScannerHost {
  readonly classify: (address: number, length: number) => number;
  readonly judge: (address: number, length: number) => number;
  readonly defined: (address: number, length: number) => number;
  readonly pathOfFile: (address: number, length: number) => number;
}

let compiled: object | undefined;

/** Pages of 64 KiB that a memory of 32-bit addresses may have; scripts/scanner.mjs says the same. */
const mostPages = 65_536;

/** A scanner with memory of its own. The module is compiled once in a thread. */
export function instantiate(
  base64: string,
  host: ScannerHost,
): { readonly wasm: ScannerExports; readonly memory: ScannerMemory } {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  const instance = new WebAssembly.Instance(compiled, { host: { ...host }, env: { memory } });
  return { wasm: instance.exports as ScannerExports, memory };
}
