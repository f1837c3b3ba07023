import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type {
  ConfirmLine,
  ConfirmProgress,
  ConfirmReport,
} from '../../../server/src/protocol/confirm.ts';
import type { RunConfirm } from './model.ts';

/** What a line of the program's standard error says; `undefined` for one that is no JSON. */
function readLine(line: string): ConfirmLine | undefined {
  try {
    return JSON.parse(line) as ConfirmLine;
  } catch {
    return undefined;
  }
}

/** Collects the errors and passes the steps on. */
function listen(
  lines: NodeJS.ReadableStream,
  progress: (step: ConfirmProgress) => void,
): { readonly fault: () => string | undefined } {
  let fault: string | undefined;
  createInterface({ input: lines }).on('line', (line) => {
    const said = readLine(line);
    if (said === undefined) return;
    if ('error' in said) fault = said.error;
    else progress(said);
  });
  return { fault: () => fault };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

/**
 * Runs the command line `cli` with this editor's own Node.js. A cancelled run is told to end and takes
 * its virtual machine with it.
 */
export function confirmWith(cli: string): RunConfirm {
  return async ({ text, language, kernel }, progress, token) => {
    const formats = ['--format', 'json', '--progress', 'json'];
    const child = spawn(
      process.execPath,
      [cli, 'confirm', '-', '--language', language, ...kernel, ...formats],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: 'pipe' },
    );
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const cancelling = token.onCancellationRequested(() => child.kill('SIGTERM'));
    try {
      const { fault } = listen(child.stderr, progress);
      // A program that ends at once reads nothing: its own message tells why.
      child.stdin.on('error', () => {});
      child.stdin.end(text);
      const [output, code] = await Promise.all([collect(child.stdout), ended]);
      if (token.isCancellationRequested) return undefined;
      if (code === 0 || code === 1) return JSON.parse(output) as ConfirmReport;
      throw new Error(fault() ?? `livepatch-check confirm ended with ${code}`);
    } finally {
      cancelling.dispose();
    }
  };
}
