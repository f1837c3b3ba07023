import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codeServer } from './pieces.mjs';

/** What a host is started with. */
export interface HostOptions {
  readonly vsix: string;
  /** Files of the workspace by name. */
  readonly files: ReadonlyMap<string, string>;
  /** User settings beside those that keep the host quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ask whether the workspace is trusted; every workspace is trusted otherwise. */
  readonly asksForTrust?: boolean;
}

/** A running VS Code server with the extension in it. */
export interface Host {
  /** Opens the workspace. */
  readonly url: string;
  readonly workspace: string;
  /** What `--install-extension` printed. */
  readonly installed: string;
  /** Process ids of the extension's language servers. */
  servers(): readonly number[];
  stop(): Promise<void>;
}

const STARTUP = 30_000;

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'files.autoSave': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
};

/** Resolves with the address once the server prints it. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`no address within ${STARTUP} ms:\n${output}`)),
      STARTUP,
    );
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /HTTP server listening on (http:\S+)/.exec(output)?.[1];
      if (found !== undefined) {
        clearTimeout(timer);
        resolve(found);
      }
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the host ended with ${code}:\n${output}`));
    });
  });
}

/** Process ids of language servers: they run from this host's own folder, which no other process names. */
function servers(home: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes(home) && command.includes('server.cjs');
      } catch {
        return false;
      }
    })
    .map(Number);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** Ends the host with all that it started: it leads a process group of its own. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  process.kill(-child.pid, 'SIGTERM');
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, 5_000);
  await ended(child);
  clearTimeout(timer);
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Installs the extension by VS Code's own command line, and serves a fresh workspace on this machine only. */
export async function startHost(options: HostOptions): Promise<Host> {
  const home = await mkdtemp(join(tmpdir(), 'livepatch-e2e-'));
  const workspace = join(home, 'patches');
  await writeFiles(workspace, options.files);
  const trust = { 'security.workspace.trust.enabled': options.asksForTrust ?? false };
  const settings = JSON.stringify({ ...quiet, ...trust, ...options.settings });
  await writeFiles(join(home, 'user'), new Map([['User/settings.json', settings]]));
  const folders = [
    `--user-data-dir=${join(home, 'user')}`,
    `--extensions-dir=${join(home, 'extensions')}`,
    `--config=${join(home, 'config.yaml')}`,
  ];
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  const { stdout: installed } = await promisify(execFile)(
    process.execPath,
    [codeServer, ...folders, `--install-extension=${options.vsix}`],
    { env, timeout: STARTUP },
  );
  const serving = [
    '--bind-addr=127.0.0.1:0',
    '--auth=none',
    '--disable-telemetry',
    '--disable-update-check',
  ];
  const child = spawn(process.execPath, [codeServer, ...folders, ...serving, workspace], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = `${await address(child)}?folder=${encodeURIComponent(workspace)}`;
    return { url, workspace, installed, servers: () => servers(home), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
