import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from './code-server.ts';
import { launchBrowser, Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');

/** A series of Debian's kernels: `6.1`. It is downloaded and booted, which takes minutes. */
const { LIVEPATCH_E2E_KERNEL: series } = process.env;

if (series === undefined)
  console.log('LIVEPATCH_E2E_KERNEL is not set: no real kernel is asked from within VS Code');

/** Seconds for the download, the guest, the boot and four cases on a busy machine. */
const PATIENCE = 600_000;

describe.skipIf(series === undefined)('a real kernel is asked from within VS Code', () => {
  let host: Host;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await startHost({
      vsix: join(root, 'livepatch-feasibility.vsix'),
      files: new Map([
        ['idle-loop.patch', readFileSync(join(root, 'examples/idle-loop.patch'), 'utf8')],
      ]),
      settings: { 'livepatchFeasibility.kernel.release': series ?? '' },
    });
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, host.url);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed: ${task.name}`);
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  test(
    'its answers stand above the functions, beside the simulated ones',
    async () => {
      await workbench.openFile('idle-loop.patch');
      await workbench.goTo(46, 1);
      await workbench.lens('do_idle(): stalls').waitFor();
      await workbench.run('Livepatch: Confirm on a Real Kernel');
      await workbench.pick(`Debian's newest Linux ${series}`);
      const notes = workbench.page.locator('.notification-toast');
      await notes.filter({ hasText: 'Confirming on a real kernel' }).waitFor();
      await notes.filter({ hasText: /under|booting/ }).waitFor({ timeout: PATIENCE });
      await workbench.screenshot('confirm-progress');
      const answer = notes.filter({ hasText: /transitions did not complete/ });
      await answer.waitFor({ timeout: PATIENCE });
      await workbench.lens('stalled, watched for').waitFor();
      await workbench.screenshot('confirm-answer');
      expect(await answer.textContent()).not.toContain('otherwise than simulated');
      await answer.locator('.monaco-button', { hasText: 'Show the Whole Answer' }).click();
      await expect.poll(() => workbench.text()).toContain('Tried on Linux');
      await workbench.screenshot('confirm-whole-answer');
    },
    PATIENCE,
  );
});
