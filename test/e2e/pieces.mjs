// What the editor test needs beside the project itself, and where it is found.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder that `npm run e2e:setup` fills. */
export const hostFolder = join(here, 'host');

/** code-server's program, started with Node.js 20. */
export const codeServer = join(hostFolder, 'node_modules/code-server/out/node/entry.js');

/** Written at the end of a set-up; holds what it was made from. */
export const stampFile = join(hostFolder, 'stamp.json');

/** Debian's Chromium; another one can be named in CHROMIUM. */
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** True where a missing piece is a failure rather than a reason to leave the test out. */
export const isRequired = process.env.LIVEPATCH_E2E === 'required' || (process.env.CI ?? '') !== '';

/** The path of a program, or undefined. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** One sentence for each piece that is not there. */
export function missingPieces() {
  const missing = [];
  if (!existsSync(chromium)) {
    missing.push(`Chromium (${chromium}): apt-get install chromium, or name one in CHROMIUM`);
  }
  if (!existsSync(stampFile)) missing.push('the VS Code host: npm run e2e:setup');
  if (Number(process.versions.node.split('.')[0]) !== 20) {
    missing.push(`Node.js 20, which the host is made for; this is ${process.version}`);
  }
  return missing;
}
