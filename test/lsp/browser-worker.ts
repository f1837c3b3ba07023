import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

const dist = join(import.meta.dirname, '../../server/dist');
const bundle = join(dist, 'browser-server.js');

/** Why the worker's bundle cannot be driven; `undefined` when it can. */
export const missingWorker: string | undefined = existsSync(bundle)
  ? undefined
  : 'server/dist/browser-server.js is not there: npm run build makes it';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

function isReady(status: unknown): boolean {
  return (status as { readonly state?: string }).state === 'ready';
}

/** What a worker of a browser has, and nothing of Node.js. */
function workerGlobals(port: MessagePort): object {
  const globals = {
    addEventListener: () => {},
    postMessage: (message: unknown) => port.postMessage(message),
    close: () => port.close(),
    onmessage: undefined as ((event: { readonly data: unknown }) => void) | undefined,
    location: { href: 'blob:https://example.org/worker' },
    ...{ TextDecoder, TextEncoder, URL, performance, console, structuredClone },
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, atob, btoa },
    ...{ ArrayBuffer, Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array, DataView },
  };
  port.on('message', (data) => globals.onmessage?.({ data }));
  return Object.assign(globals, { self: globals });
}

/** The server's bundle for browsers, in a context without Node.js; messages are cloned as a worker's are. */
export class BrowserWorker {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: Message) => void>();
  #lastId = 0;
  #ready: () => void = () => {};
  /** Settles when the server says that its kernel is open. */
  readonly ready = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });

  private constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: Message) => void this.#hear(message));
  }

  static async start(): Promise<BrowserWorker> {
    const { port1, port2 } = new MessageChannel();
    const globals = createContext(workerGlobals(port2));
    runInContext('globalThis.self = globalThis;', globals);
    runInContext(await readFile(bundle, 'utf8'), globals, { filename: bundle });
    return new BrowserWorker(port1);
  }

  /** Rejects with the server's message when the request fails. */
  request(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#port.postMessage({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error.message)),
      );
    });
  }

  notify(method: string, params: object): void {
    this.#port.postMessage({ jsonrpc: '2.0', method, params });
  }

  stop(): void {
    this.#port.close();
  }

  /** Answers the server's own requests as the extension does. */
  async #hear(message: Message): Promise<void> {
    if (message.id === undefined) {
      if (message.method === 'livepatch/status' && isReady(message.params)) this.#ready();
      return;
    }
    if (message.method === undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    const result = await this.#answer(message.method, message.params);
    this.#port.postMessage({ jsonrpc: '2.0', id: message.id, result });
  }

  async #answer(method: string, params: unknown): Promise<unknown> {
    if (method !== 'livepatch/asset') return null;
    const { name } = params as { readonly name: string };
    return Uint8Array.from(await readFile(join(dist, name)));
  }
}
