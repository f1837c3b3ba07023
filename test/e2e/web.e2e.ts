import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from './code-server.ts';
import { launchBrowser, Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');

/** For what takes a moment on a busy machine. */
const patiently = { timeout: 30_000 };

/** Runs our extension in the browser's extension host, though it is installed on the server. */
const inTheBrowser = {
  'extensions.webWorker': true,
  'remote.extensionKind': { 'livepatch-feasibility.livepatch-feasibility': ['web'] },
};

function example(name: string): [string, string] {
  return [name, readFileSync(join(root, 'examples', name), 'utf8')];
}

describe('the packaged extension in VS Code’s web worker extension host', () => {
  let host: Host;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await startHost({
      vsix: join(root, 'livepatch-feasibility.vsix'),
      files: new Map(['idle-loop.patch', 'livepatch-module.c'].map(example)),
      settings: inTheBrowser,
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

  test('a patch has squiggles, and no process of the server runs', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.squiggles('warning').first().waitFor();
    await workbench.lens('do_idle(): stalls').waitFor();
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/bundled facts/);
    expect(host.servers()).toEqual([]);
    await workbench.screenshot('web-diagnostics');
  });

  test('the hover shows residency, verdicts and what frees it', async () => {
    await workbench.goTo(46, 36);
    const card = (await workbench.hover()).filter({ hasText: 'What frees it' });
    await card.waitFor();
    await workbench.screenshot('web-hover');
    expect(await card.textContent()).toContain('idle-outer');
    await workbench.page.keyboard.press('Escape');
  });

  test('the transition view opens', async () => {
    await workbench.goTo(46, 1);
    await workbench.run('Livepatch: Show Transition');
    const view = await workbench.transitionView();
    await view.locator('#stage svg').waitFor();
    await view.locator('#first').click();
    await expect.poll(() => view.locator('#where').textContent(), patiently).toMatch(/^Step 1 of/);
    await workbench.screenshot('web-transition');
    await workbench.run('View: Close All Editors');
  });

  test('a livepatch module is judged', async () => {
    await workbench.openFile('livepatch-module.c');
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'worker_thread() is thread-main' }).first().waitFor();
    await workbench.run('View: Toggle Panel Visibility');
  });

  test('the server can be restarted', async () => {
    await workbench.run('Livepatch: Restart Language Server');
    await workbench.openFile('idle-loop.patch');
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/bundled facts/);
  });

  test('a quick fix carries the simulated outcome and opens its script', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 36);
    const fixes = await workbench.quickFixes();
    await fixes
      .filter({ hasText: /hog.*completes in/ })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await expect.poll(() => workbench.text()).toContain('#!/bin/sh');
  });
});
