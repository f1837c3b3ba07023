import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from './code-server.ts';
import { launchBrowser, Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');

/** For what takes a moment on a busy machine. */
const patiently = { timeout: 30_000 };

const vsix = join(root, 'livepatch-feasibility.vsix');

function example(name: string): [string, string] {
  return [name, readFileSync(join(root, 'examples', name), 'utf8')];
}

describe('the packaged extension in VS Code', () => {
  let host: Host;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await startHost({
      vsix,
      files: new Map(['idle-loop.patch', 'review-reply.eml', 'livepatch-module.c'].map(example)),
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

  test('its own command line installs the package', () => {
    expect(host.installed).toContain('was successfully installed');
  });

  test('a patch of the idle loop has squiggles', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.squiggles('warning').first().waitFor();
    await workbench.squiggles('info').first().waitFor();
    await workbench.screenshot('diagnostics');
  });

  test('the problems panel tells of the stall', async () => {
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'do_idle() is' }).first().waitFor();
    await workbench.screenshot('problems');
    await workbench.run('View: Toggle Panel Visibility');
  });

  test('the status bar says which kernel the verdicts speak of', async () => {
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/Linux \d+\.\d+/);
  });

  test('the hover shows residency, verdicts and what frees it', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 36);
    const hover = await workbench.hover();
    const card = hover.filter({ hasText: 'What frees it' });
    await card.waitFor();
    await workbench.screenshot('hover');
    const text = (await card.textContent()) ?? '';
    expect(text).toContain('idle-outer');
    expect(text).toContain('stalls');
    await workbench.page.keyboard.press('Escape');
  });

  test('a livepatch module: the names in its klp_func table are judged', async () => {
    await workbench.openFile('livepatch-module.c');
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'worker_thread() is thread-main' }).first().waitFor();
    await workbench.screenshot('module');
    await workbench.run('View: Toggle Panel Visibility');
  });

  test('a mail with a quoted patch is judged', async () => {
    await workbench.openFile('review-reply.eml');
    await workbench.goTo(24, 1);
    await workbench.squiggles('warning').first().waitFor();
    await workbench.screenshot('mail');
  });

  test('the line above a hunk tells the verdict and opens the transition view', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.lens('do_idle(): stalls').waitFor();
    await workbench.run('Livepatch: Show Transition');
    await workbench.page.locator('.tab.active', { hasText: 'do_idle' }).waitFor();
    const view = await workbench.transitionView();
    await view.locator('#stage svg').waitFor();
    await workbench.screenshot('transition');
    const where = view.locator('#where');
    await view.locator('#first').click();
    await expect.poll(() => where.textContent(), patiently).toMatch(/^Step 1 of/);
    await workbench.page.keyboard.press('ArrowRight');
    await expect.poll(() => where.textContent(), patiently).toMatch(/^Step 2 of/);
    await view.locator('#strategy').selectOption('stop-hog');
    await view.locator('#end', { hasText: 'completes' }).waitFor();
    await workbench.screenshot('transition-with-a-strategy');
    await workbench.run('View: Close All Editors');
  });

  test('a real kernel is asked only after it was chosen', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.run('Livepatch: Confirm on a Real Kernel');
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: "Debian's newest Linux 6.1" }).first().waitFor();
    await workbench.screenshot('confirm');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  test('becomes active soon', async () => {
    const milliseconds = await workbench.activationTime();
    console.log(`Activation: ${milliseconds} ms, as VS Code's list of running extensions says.`);
    expect(milliseconds).toBeGreaterThan(0);
  });

  test('the outline leads from the mail to the hunk', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.run('Explorer: Focus on Outline View');
    const rows = workbench.page.locator('.outline-pane .monaco-list-row');
    await rows.filter({ hasText: 'kernel/sched/idle.c' }).waitFor();
    await workbench.screenshot('outline');
  });

  test('an edit is judged anew', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.lens('do_idle(): stalls').waitFor();
    for (const line of [50, 51]) {
      await workbench.goTo(line, 1);
      await workbench.page.keyboard.press('Delete');
      await workbench.page.keyboard.type(' ');
    }
    await workbench.lens('do_idle(): stalls').waitFor({ state: 'detached' });
    await workbench.run('File: Revert File');
    await workbench.lens('do_idle(): stalls').waitFor();
  });

  test('another kernel can be chosen, and every verdict speaks of it', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.run('Livepatch: Choose Kernel');
    await workbench.pick('Choose a kernel release');
    await workbench.answer('5.10');
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/Linux 5\.10/);
    await workbench.lens('stalls on Linux 5.10').waitFor();
    await workbench.screenshot('other-kernel');
    await workbench.run('Livepatch: Choose Kernel');
    await workbench.pick('Choose a kernel release');
    await workbench.answer('');
    await workbench.lens('stalls on Linux 6').waitFor();
  });

  test('the walkthrough begins with the example', async () => {
    await workbench.run('Livepatch: Open Example Patch');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await workbench.goTo(46, 1);
    await workbench.lens('do_idle(): stalls').waitFor();
    await workbench.run('View: Close All Editors');
    await workbench.page.getByRole('button', { name: /Don't Save/ }).click();
  });

  test('the server can be restarted', async () => {
    await workbench.run('Livepatch: Restart Language Server');
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.squiggles('warning').first().waitFor();
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/Linux \d+\.\d+/);
  });

  test('a server that ends is started again', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    const servers = host.servers();
    expect(servers).not.toEqual([]);
    for (const pid of servers) process.kill(pid, 'SIGKILL');
    await expect.poll(() => workbench.status().textContent(), patiently).not.toMatch(/Linux/);
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/Linux/);
    await workbench.squiggles('warning').first().waitFor();
  });

  test('a quick fix carries the simulated outcome and opens its script', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 36);
    const fixes = await workbench.quickFixes();
    const stop = fixes.filter({ hasText: /hog.*completes in/ }).first();
    await stop.waitFor();
    await workbench.screenshot('quick-fixes');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await expect.poll(() => workbench.text()).toContain('#!/bin/sh');
    await workbench.screenshot('script');
  });
});

describe('in a workspace that is not trusted', () => {
  let host: Host;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    const settings = JSON.stringify({ 'livepatchFeasibility.kernel.tree': '/no/such/tree' });
    host = await startHost({
      vsix,
      files: new Map([example('idle-loop.patch'), ['.vscode/settings.json', settings]]),
      asksForTrust: true,
    });
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, host.url);
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  test('a patch is judged, and the workspace does not choose the kernel tree', async () => {
    await workbench.openFile('idle-loop.patch');
    await workbench.goTo(46, 1);
    await workbench.squiggles('warning').first().waitFor();
    await expect.poll(() => workbench.status().textContent(), patiently).toMatch(/bundled facts/);
    await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await workbench.screenshot('untrusted');
    expect(await workbench.status().getAttribute('aria-label')).not.toContain('/no/such/tree');
  });
});
