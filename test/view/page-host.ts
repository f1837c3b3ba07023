import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FromPage, ToPage } from '../../client/src/transition-view/messages.ts';
import { pageOf } from '../../client/src/transition-view/page.ts';
import { chromium as chromiumPath } from '../e2e/pieces.mjs';
import type { Theme } from './themes.ts';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'client/src/transition-view/page');
const NONCE = 'dGVzdCBub25jZQ';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: [join(source, entry)],
    outdir: 'out',
  });
  return outputFiles[0]?.text ?? '';
}

async function serve(): Promise<Server> {
  const files = new Map([
    ['/view.js', { type: 'text/javascript', text: await bundle('main.ts') }],
    ['/view.css', { type: 'text/css', text: await bundle('view.css') }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (request.url === '/') {
      const { port } = server.address() as AddressInfo;
      const page = pageOf({
        script: '/view.js',
        style: '/view.css',
        source: `http://127.0.0.1:${port}`,
        nonce: NONCE,
        language: 'en',
      });
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    } else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.type }).end(file.text);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** The page in a browser, with the test in the place of the extension. */
export interface ShownPage {
  readonly page: Page;
  /** What the page said to the extension, in order. */
  readonly heard: readonly FromPage[];
  /** Everything on the console and every error: a page that keeps to its policy has none. */
  readonly complaints: readonly string[];
  tell(message: ToPage): Promise<void>;
}

/** Serves the webview's page to a browser of its own, under the policy that it has in VS Code. */
export class PageHost {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<PageHost> {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
    return new PageHost(await serve(), browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  async open(theme: Theme, width = 1180, height = 900): Promise<ShownPage> {
    const page = await this.browser.newPage({ viewport: { width, height } });
    const heard: FromPage[] = [];
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.exposeFunction('hear', (message: FromPage) => heard.push(message));
    await page.addInitScript(`
      window.acquireVsCodeApi = () => ({ postMessage: (message) => window.hear(message) });
      const variables = ${JSON.stringify(theme.variables)};
      addEventListener('DOMContentLoaded', () => {
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty('--vscode-' + name, value);
        document.body.className = ${JSON.stringify(theme.bodyClass)};
        document.body.dataset.vscodeThemeKind = ${JSON.stringify(theme.kind)};
      });`);
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    const tell = (message: ToPage): Promise<void> =>
      page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    return { page, heard, complaints, tell };
  }
}
