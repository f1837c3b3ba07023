import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from './code-server.ts';
import { makeTree } from './made-tree.ts';
import { launchBrowser, Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');

/** For what takes a moment on a busy machine. */
const patiently = { timeout: 30_000 };

const patch = readFileSync(join(root, 'examples/idle-loop.patch'), 'utf8');
const reply = readFileSync(join(root, 'examples/review-reply.eml'), 'utf8');
const bareDiff = patch.slice(patch.indexOf('diff --git'), patch.lastIndexOf('-- \n'));

/** The patch and a reply to it, as a mailbox keeps them. */
const mailbox = `${patch}\nFrom reviewer@example.org Mon Nov 23 10:00:00 2026\n${reply}`;

const scenario = `{
  "version": 1,
  "title": "a program computes on CPU 1",
  "kernel": "6.1",
  "machine": { "cpus": 2, "workload": ["hog@1"] },
  
  "patch": { "functions": "do_idle" }
}
`;

const dark = { 'workbench.colorTheme': 'Default Dark Modern' };

describe('documents of every kind, in a dark theme', () => {
  const tree = mkdtempSync(join(tmpdir(), 'livepatch-made-tree-'));
  let host: Host;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await startHost({
      vsix: join(root, 'livepatch-feasibility.vsix'),
      files: new Map([
        ['bare.diff', bareDiff],
        ['series.mbox', mailbox],
        ['hog.livepatch-scenario.json', scenario],
        ['idle-loop.patch', patch],
      ]),
      settings: dark,
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
    rmSync(tree, { recursive: true, force: true });
  });

  test('a bare diff', async () => {
    await workbench.openFile('bare.diff');
    await workbench.language('Diff').waitFor();
    await workbench.goTo(30, 1);
    await workbench.squiggles('warning').first().waitFor();
    await workbench.screenshot('diff');
  });

  test('a mailbox: each mail is judged, quotes as well', async () => {
    await workbench.openFile('series.mbox');
    await workbench.language('Mailbox').waitFor();
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'series.mbox[Ln 8' }).first().waitFor();
    await workbench.screenshot('mailbox');
    await workbench.run('View: Toggle Panel Visibility');
  });

  test('a scenario file: what can stand there is offered, and what cannot is marked', async () => {
    await workbench.openFile('hog.livepatch-scenario.json');
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'Incorrect type' }).first().waitFor();
    await workbench.run('View: Toggle Panel Visibility');
    await workbench.goTo(6, 3);
    await workbench.page.keyboard.press('Control+Space');
    const offered = workbench.page.locator('.suggest-widget .monaco-list-row');
    await offered.filter({ hasText: 'strategies' }).first().waitFor();
    await workbench.screenshot('scenario');
    await workbench.page.keyboard.press('Escape');
  });

  test('a change of the settings is heeded at once', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.lens('do_idle(): stalls').waitFor();
    const lenses = await workbench.setting('livepatchFeasibility.codeLens.enabled');
    await lenses.locator('.setting-value-checkbox').click();
    await workbench.screenshot('settings');
    await workbench.openFile('idle-loop.patch');
    await workbench.lens('do_idle(): stalls').waitFor({ state: 'detached' });
    const again = await workbench.setting('livepatchFeasibility.codeLens.enabled');
    await again.locator('.setting-value-checkbox').click();
    await workbench.openFile('idle-loop.patch');
    await workbench.lens('do_idle(): stalls').waitFor();
  });

  test('edits are judged while a kernel tree is read, and the tree answers afterwards', async () => {
    await makeTree(tree, 1_500);
    await workbench.openFile('idle-loop.patch');
    await workbench.run('Livepatch: Choose Kernel');
    await workbench.pick('Choose a kernel source tree');
    await workbench.chooseFolder(tree, 'Use this tree');
    for (const line of [50, 51]) {
      await workbench.goTo(line, 1);
      await workbench.page.keyboard.press('Delete');
      await workbench.page.keyboard.type(' ');
    }
    await workbench.screenshot('edit-while-reading');
    await workbench.lens('do_idle(): stalls').waitFor({ state: 'detached' });
    await workbench.run('File: Revert File');
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/: kernel tree/);
    await workbench.lens('do_idle()').first().waitFor();
    expect(await workbench.status().textContent()).toMatch(/Linux 6\./);
  });

  test('the walkthrough', async () => {
    await workbench.run('Livepatch: Get Started');
    await workbench.page.locator('.gettingStartedContainer .step-title').first().waitFor();
    await workbench.page.locator('.step-title', { hasText: 'Read the verdict' }).click();
    const page = workbench.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    const picture = page.locator('img[alt^="A hover"]');
    await expect
      .poll(
        () =>
          picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth),
        patiently,
      )
      .toBeGreaterThan(0);
    await workbench.screenshot('walkthrough');
  });
});
