// Installs the VS Code host of the editor test into test/e2e/host. Quick when there is nothing to do.
//
// code-server's own install script fetches ripgrep and builds modules that the test never loads. So
// npm installs without scripts, Debian's ripgrep is linked, and only the native modules that the
// host loads at its start are built.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeServer, findProgram, hostFolder, isRequired, stampFile } from './pieces.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const manifests = ['package.json', 'package-lock.json'];
const modules = join(hostFolder, 'node_modules');
const vscode = join(modules, 'code-server/lib/vscode');

/** Built from source, folder by folder. */
const nativeModules = [
  join(modules, 'argon2'),
  join(vscode, 'node_modules/@vscode/spdlog'),
  join(vscode, 'node_modules/native-watchdog'),
];

const tenMinutes = 600_000;

function leave(sentence) {
  console.log(`The editor test's host cannot be set up: ${sentence}`);
  process.exit(isRequired ? 1 : 0);
}

/** Changes whenever the host has to be made anew. */
function wantedStamp() {
  const hash = createHash('sha256');
  for (const name of manifests) hash.update(readFileSync(join(here, name)));
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  return JSON.stringify({ made: hash.digest('hex'), modules: process.versions.modules });
}

function npm(cwd, ...options) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--loglevel=error'];
  execFileSync('npm', [...options, ...quiet], { cwd, stdio: 'inherit', timeout: tenMinutes });
}

/** Node.js' own headers, where they lie beside the program: then node-gyp need not fetch them. */
function headerOptions() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? [`--nodedir=${prefix}`] : [];
}

/** The node-gyp that npm itself brings. */
function nodeGyp() {
  const root = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  return join(root, 'npm/node_modules/node-gyp/bin/node-gyp.js');
}

function buildNative(folder) {
  const argon2 = folder.endsWith('argon2');
  const program = argon2
    ? [join(modules, '@mapbox/node-pre-gyp/bin/node-pre-gyp'), 'rebuild', '--build-from-source']
    : [nodeGyp(), 'rebuild'];
  execFileSync(process.execPath, [...program, ...headerOptions(), '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: tenMinutes,
  });
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}

function install(ripgrep) {
  rmSync(hostFolder, { recursive: true, force: true });
  mkdirSync(hostFolder, { recursive: true });
  for (const name of manifests) copyFileSync(join(here, name), join(hostFolder, name));
  npm(hostFolder, 'ci');
  npm(vscode, 'install');
  for (const folder of nativeModules) buildNative(folder);
  // VS Code looks for its modules under this name too (code-server's postinstall.sh).
  link('node_modules', join(vscode, 'node_modules.asar'));
  link(ripgrep, join(vscode, 'node_modules/@vscode/ripgrep/bin/rg'));
}

const stamp = wantedStamp();
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log('The editor test’s host is ready.');
  process.exit(0);
}
if (Number(process.versions.node.split('.')[0]) !== 20) {
  leave(`it is made for Node.js 20, and this is ${process.version}.`);
}
const ripgrep = findProgram('rg');
if (ripgrep === undefined) leave('ripgrep is missing (apt-get install ripgrep).');
for (const tool of ['g++', 'make', 'python3']) {
  if (findProgram(tool) === undefined)
    leave(`${tool} is missing (apt-get install g++ make python3).`);
}

install(ripgrep);
const version = execFileSync(process.execPath, [codeServer, '--version'], {
  encoding: 'utf8',
  env: { ...process.env, XDG_CONFIG_HOME: join(hostFolder, 'config') },
});
writeFileSync(stampFile, stamp);
console.log(`The editor test’s host is ready: code-server ${version.trim().split('\n').at(-1)}`);
