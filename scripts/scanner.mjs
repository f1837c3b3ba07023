// Compiles the scanner (AssemblyScript, server/scanner) to WebAssembly and lays it into a module of text,
// so that a bundle carries it wherever it runs. Does nothing where that is newer than its sources.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'server/scanner');
const target = join(root, 'server/src/kernel/scan/scanner.generated.ts');

function isFresh() {
  if (!existsSync(target)) return false;
  const made = statSync(target).mtimeMs;
  const from = [
    fileURLToPath(import.meta.url),
    ...readdirSync(sources).map((name) => join(sources, name)),
  ];
  return from.every((path) => statSync(path).mtimeMs < made);
}

/** Brings the compiled scanner up to date. */
export async function buildScanner() {
  if (isFresh()) return;
  const { default: asc } = await import('assemblyscript/asc');
  const folder = mkdtempSync(join(tmpdir(), 'scanner-'));
  const wasm = join(folder, 'scanner.wasm');
  try {
    const { error, stderr } = await asc.main([
      'index.ts',
      '--baseDir',
      sources,
      '--outFile',
      wasm,
      '--optimizeLevel',
      '3',
      '--noAssert',
      '--enable',
      'simd',
      '--enable',
      'threads',
      '--importMemory',
      '--sharedMemory',
      '--maximumMemory',
      '65536',
      '--runtime',
      'minimal',
      '--use',
      'abort=',
    ]);
    if (error !== null) throw new Error(`the scanner does not compile: ${stderr.toString()}`);
    const text = readFileSync(wasm).toString('base64');
    writeFileSync(
      target,
      `/** The compiled scanner, in base64: made by scripts/scanner.mjs from server/scanner. */\nexport const scannerWasm =\n  '${text}';\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For vitest, which calls it before the first test. */
export default buildScanner;
