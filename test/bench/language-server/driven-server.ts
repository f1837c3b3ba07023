import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

/** Runs before a server: at a signal it writes how long the main thread was busy since the last one. */
const preload = `
const { isMainThread } = require('node:worker_threads');
if (isMainThread) {
  const { monitorEventLoopDelay } = require('node:perf_hooks');
  const { writeFileSync } = require('node:fs');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('SIGUSR2', () => {
    const figures = { longest: delay.max / 1e6, p99: delay.percentile(99) / 1e6 };
    writeFileSync(process.env.LIVEPATCH_LOOP_FILE, JSON.stringify(figures));
    delay.reset();
  });
}
`;

/** How long the main thread was busy without a break, in milliseconds. */
export interface LoopDelay {
  readonly longest: number;
  readonly p99: number;
}

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly unknown[];
}

/** A language server in a process of its own, driven as an editor would. */
export class DrivenServer {
  readonly client: MessageConnection;
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'livepatch-bench-'));
  readonly #listeners = new Set<(published: Published) => void>();

  /** `arguments_` are a script of Node's and its options. */
  constructor(arguments_: readonly string[]) {
    const script = join(this.#folder, 'preload.cjs');
    writeFileSync(script, preload);
    const child = spawn(process.execPath, ['--require', script, ...arguments_], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, LIVEPATCH_LOOP_FILE: join(this.#folder, 'loop.json') },
    });
    this.#child = child;
    this.client = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.client.onNotification('textDocument/publishDiagnostics', (published: Published) => {
      for (const listener of this.#listeners) listener(published);
    });
    this.client.onRequest(() => null);
    this.client.listen();
  }

  async initialize(): Promise<void> {
    await this.client.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
        },
      },
      initializationOptions: { showsText: true },
    });
    await this.client.sendNotification('initialized', {});
  }

  /** Milliseconds until diagnostics come for the newest version after `act`; `undefined` after `limit`. */
  async untilDiagnostics(
    uri: string,
    version: number,
    act: () => Promise<void>,
    limit: number,
  ): Promise<number | undefined> {
    const began = performance.now();
    let listener = (_: Published): void => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const told = new Promise<number>((resolve) => {
      listener = (published) => {
        const isNewest = published.version === undefined || published.version === version;
        if (published.uri === uri && isNewest) resolve(performance.now() - began);
      };
      this.#listeners.add(listener);
    });
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), limit);
    });
    await act();
    return Promise.race([told, late]).finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    });
  }

  /** How busy the main thread was since this was asked last. */
  async loopDelay(): Promise<LoopDelay> {
    const file = join(this.#folder, 'loop.json');
    rmSync(file, { force: true });
    this.#child.kill('SIGUSR2');
    for (let round = 0; round < 500 && !existsSync(file); round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    return existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as LoopDelay)
      : { longest: Number.NaN, p99: Number.NaN };
  }

  /** Greatest resident memory so far, in MB (`proc(5)`, VmHWM); not a number where there is no /proc. */
  get memory(): number {
    const status = `/proc/${this.#child.pid}/status`;
    if (!existsSync(status)) return Number.NaN;
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }

  stop(): void {
    this.client.dispose();
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
