import { type ByteSource, ElfFault, isElf, readElfFunctions } from './elf.ts';
import { type SymbolList, symbolList } from './symbol-list.ts';
import { readSymbols, readTraceable } from './text-lists.ts';

/** What a file given as a symbol list is. */
export type Recognised =
  /** Every function that has code: `System.map`, `/proc/kallsyms`, vmlinux. */
  | { readonly kind: 'symbols'; readonly list: SymbolList }
  /** What ftrace can hook: `available_filter_functions`. */
  | { readonly kind: 'traceable'; readonly list: SymbolList }
  /** What is wrong with it, for the user; it ends without a full stop. */
  | { readonly kind: 'fault'; readonly message: string };

const longestText = 1 << 28;
const decoder = new TextDecoder();

const symbolShape = /^(?:[0-9a-fA-F]+ )?[A-Za-z?] \S+(?:[ \t]+\[\S+\])?$/;
const traceableShape = /^(?:[0-9a-f]{8,} )?[A-Za-z_.][\w.]*(?:[ \t]+\[\S+\])?$/;
const stub = /^f+ B The real System\.map is in the (\S+) package/;

/** Finds out what a symbol list is by its content. `title` names it in answers. Nothing throws. */
export function recogniseSymbols(source: ByteSource, title: string): Recognised {
  const start = source.read(0, 0x206);
  if (isElf(start)) return fromElf(source, title);
  if (decoder.decode(start.subarray(0x202, 0x206)) === 'HdrS') {
    return fault(
      'a boot image (vmlinuz), which holds no symbol table; expected vmlinux, System.map, /proc/kallsyms or available_filter_functions',
    );
  }
  if (source.size > longestText)
    return fault(`${source.size} bytes, too large for a list of symbols`);
  return fromText(decoder.decode(source.read(0, source.size)), title);
}

function fromElf(source: ByteSource, title: string): Recognised {
  try {
    const list = symbolList(title, readElfFunctions(source));
    return list === undefined
      ? fault('its symbol table names no functions')
      : { kind: 'symbols', list };
  } catch (error) {
    if (error instanceof ElfFault) return fault(error.message);
    throw error;
  }
}

function fromText(text: string, title: string): Recognised {
  const lines = text.split('\n', 2000);
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first];
  if (line === undefined) return fault('it is empty');
  const real = stub.exec(line)?.[1];
  if (real !== undefined) {
    return fault(`the stub that Debian ships in its place; the real System.map is in ${real}`);
  }
  if (symbolShape.test(line)) {
    const list = readSymbols(text, title);
    return list === undefined ? fault(noneOfKernel) : { kind: 'symbols', list };
  }
  if (traceableShape.test(line)) {
    const odd = lines.findIndex((each) => each !== '' && !traceableShape.test(each));
    if (odd >= 0) return fault(unlike(lines[odd] ?? '', odd));
    const list = readTraceable(text, title);
    return list === undefined ? fault(noneOfKernel) : { kind: 'traceable', list };
  }
  return fault(unlike(line, first));
}

const noneOfKernel = 'it names no function of the kernel image';

function unlike(line: string, index: number): string {
  const shown = JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
  return `line ${index + 1} is ${shown}, which no System.map, /proc/kallsyms or available_filter_functions has; vmlinux is read too`;
}

function fault(message: string): Recognised {
  return { kind: 'fault', message };
}

/** Bytes held in memory. */
export function bytesAtHand(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
}
