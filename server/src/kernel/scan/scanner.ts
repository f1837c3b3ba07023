import { isAnnotation, isAnnotationCall } from './annotations.ts';
import { readAssembly } from './assembly.ts';
import { isDefined, judgeCondition, type Options, type Truth } from './conditionals.ts';
import { partIn, type ScanPart } from './part.ts';
import { scannerWasm } from './scanner.generated.ts';
import { instantiate, type ScannerExports, type ScannerMemory } from './wasm.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Traits of a word, as in server/scanner/traits.ts. */
const ANNOTATION = 2;
const ANNOTATION_CALL = 4;

const truths: readonly Truth[] = ['false', 'true', 'unknown'];

/**
 * Scans C files one after the other. The scanner itself is a WebAssembly module (server/scanner); here
 * is what it asks of its surroundings.
 */
export class Scanner {
  private readonly wasm: ScannerExports;
  private readonly memory: ScannerMemory;
  /** Of the file being scanned. */
  private path = '';

  /**
   * With `options`, what the configuration leaves out is marked as such. `bytes` is about how much
   * will be scanned in all.
   */
  constructor(
    private readonly options: Options | undefined,
    bytes = 0,
  ) {
    const { wasm, memory } = instantiate(scannerWasm, {
      classify: (address, length) => classify(this.text(address, length)),
      judge: (address, length) => this.judge(this.text(address, length)),
      defined: (address, length) => this.defined(this.text(address, length)),
      pathOfFile: (address, length) => this.tellPath(address, length),
    });
    this.wasm = wasm;
    this.memory = memory;
    this.wasm.begin(Math.max(1 << 12, Math.ceil(bytes * 0.0017)));
  }

  /** Room for a source of `length` bytes; good until the next call. */
  room(length: number): Uint8Array {
    const address = this.wasm.room(length);
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** Scans the first `length` bytes of the room, which are of a file of the tree. Takes any bytes. */
  scanRoom(length: number, path: string): void {
    this.path = path;
    this.wasm.scan(length);
  }

  /** Scans a source; takes any bytes. */
  scan(source: Uint8Array, path: string): void {
    this.room(source.length).set(source);
    this.scanRoom(source.length, path);
  }

  /** Reads a file of assembly. */
  scanAssembly(source: Uint8Array): void {
    const { wasm } = this;
    wasm.beginAssembly();
    for (const { name, line, endLine, calls } of readAssembly(source)) {
      for (const call of calls) wasm.assemblyCall(call.line, this.intern(call.name));
      wasm.assemblyFunction(this.intern(name), line, endLine);
    }
    wasm.endAssembly();
  }

  /** What was found in all files so far, in memory that threads share; good until the next is scanned. */
  found(): ScanPart {
    return partIn(this.wasm, this.memory);
  }

  private intern(name: string): number {
    const bytes = encoder.encode(name);
    this.room(bytes.length).set(bytes);
    return this.wasm.intern(bytes.length);
  }

  private tellPath(address: number, most: number): number {
    const path = encoder.encode(this.path).subarray(0, most);
    new Uint8Array(this.memory.buffer, address, most).set(path);
    return path.length;
  }

  private text(address: number, length: number): string {
    return decoder.decode(new Uint8Array(this.memory.buffer, address, length));
  }

  private judge(line: string): number {
    return truths.indexOf(judgeCondition(condition(line), this.options));
  }

  private defined(line: string): number {
    return truths.indexOf(isDefined(condition(line), this.options));
  }
}

/** The rest of a preprocessor line without comments and spliced lines. */
function condition(line: string): string {
  return line.replace(/\/\*.*?(\*\/|$)|\/\/.*|\\\r?\n/gs, ' ').trim();
}

function classify(word: string): number {
  return (isAnnotation(word) ? ANNOTATION : 0) | (isAnnotationCall(word) ? ANNOTATION_CALL : 0);
}
