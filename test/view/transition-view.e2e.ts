import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../../server/src/feasibility/environment.ts';
import {
  cpuHog,
  idleMachine,
  sleeper,
  sleepingThread,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import { chromium } from '../e2e/pieces.mjs';
import { answerAbout, answerOf, kernel } from './answers.ts';
import { PageHost, type ShownPage } from './page-host.ts';
import { dark, highContrast, highContrastLight, light } from './themes.ts';

const screenshots = join(import.meta.dirname, 'screenshots');
const isLeftOut = !existsSync(chromium);
if (isLeftOut) console.log(`The transition view's test is left out: no browser at ${chromium}.`);

async function keep({ page }: ShownPage, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

const manyCpus = withTasks(
  idleMachine(128, false),
  ...Array.from({ length: 20 }, (_, index) => cpuHog(index + 3)),
  sleepingThread('ksoftirqd/0', ['schedule', 'smpboot_thread_fn', 'kthread']),
);

const sleepers = withTasks(
  idleMachine(4, true),
  sleeper('sleep', 'user', {
    stack: ['schedule', 'do_nanosleep', 'hrtimer_nanosleep', 'common_nsleep'],
    state: 'interruptible',
    wake: { kind: 'never' },
  }),
  sleeper('tar', 'user', {
    stack: ['schedule', 'io_schedule', 'hrtimer_nanosleep'],
    state: 'uninterruptible',
    wake: { kind: 'after', seconds: 7 },
  }),
  cpuHog(2),
);

describe.skipIf(isLeftOut)('the transition view', () => {
  let host: PageHost;
  let linux: Environment;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [host, linux] = await Promise.all([PageHost.start(), kernel('6.1')]);
  });
  afterAll(() => host?.stop());

  test('a stall, light: every step in words, none of them lost', async () => {
    const shown = await host.open(light);
    const answer = await answerOf(linux, ['do_idle'], { function: 'do_idle', scenario: 'hog' });
    await shown.tell({ kind: 'answer', answer });
    await shown.page.locator('#stage svg').waitFor();
    const film = answer.kind === 'film' ? answer.film : undefined;
    expect(await shown.page.locator('#steps li').count()).toBe(film?.steps.length);
    expect(await shown.page.locator('#end').textContent()).toBe('still open after 60 s');
    expect(await shown.page.locator('#said').textContent()).toContain(
      'swapper/1 is sleeping on function do_idle',
    );
    await keep(shown, 'stall-light');
    expect(shown.heard).toEqual([{ kind: 'ready' }]);
    expect(shown.complaints).toEqual([]);
  });

  test('keys go from step to step, and each is spoken', async () => {
    const shown = await host.open(dark);
    const answer = await answerOf(linux, ['do_idle'], {
      function: 'do_idle',
      scenario: 'hog',
      strategy: 'stop-hog',
    });
    await shown.tell({ kind: 'answer', answer });
    const { page } = shown;
    const where = page.locator('#where');
    await page.locator('#stage').focus();
    await page.keyboard.press('Home');
    expect(await where.textContent()).toMatch(/^Step 1 of \d+ · 0 s$/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#said').textContent()).toContain('Try 1 fails for 3 tasks');
    await page.keyboard.press('End');
    expect(await page.locator('#said').textContent()).toContain('The transition completes');
    await page.keyboard.press('Space');
    expect(await where.textContent()).toMatch(/^Step 1 of/);
    expect(await page.locator('#play').getAttribute('aria-label')).toBe('Pause');
    await page.keyboard.press('Space');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
    expect(await page.locator('#said').textContent()).toContain('Strategy: SIGSTOP');
    expect(await page.locator('[aria-current="step"]').textContent()).toContain('SIGSTOP');
    await page.locator('#scrubber').fill('2');
    expect(await where.textContent()).toMatch(/^Step 3 of/);
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowRight');
    await keep(shown, 'strategy-dark');
    expect(shown.complaints).toEqual([]);
  });

  test('another run is asked for', async () => {
    const shown = await host.open(dark);
    const answer = await answerOf(linux, ['do_idle'], { function: 'do_idle', scenario: 'hog' });
    await shown.tell({ kind: 'answer', answer });
    await shown.page.locator('#kernel').selectOption('5.10');
    expect(shown.heard.at(-1)).toEqual({
      kind: 'choose',
      function: 'do_idle',
      choice: { scenario: 'hog', kernel: '5.10', strategy: '', run: 'first' },
    });
  });

  test('128 CPUs, high contrast: those alike are one lane until each is wanted', async () => {
    const shown = await host.open(highContrast);
    const answer = answerAbout('128 CPUs, 20 with a hog', '5.10', manyCpus, ['do_idle']);
    await shown.tell({ kind: 'answer', answer });
    const lanes = shown.page.locator('#stage .lane');
    expect(await lanes.count()).toBe(5);
    await keep(shown, 'many-cpus-high-contrast');
    await shown.page.locator('#each').check();
    expect(await lanes.count()).toBe(149);
    expect(shown.complaints).toEqual([]);
  });

  test('sleeping tasks, light high contrast and dark', async () => {
    const answer = answerAbout('sleeping tasks', '6.12', sleepers, ['hrtimer_nanosleep']);
    for (const theme of [highContrastLight, dark]) {
      const shown = await host.open(theme);
      await shown.tell({ kind: 'answer', answer });
      await shown.page.locator('#stage svg').waitFor();
      await keep(shown, `sleepers-${theme.name}`);
      expect(shown.complaints).toEqual([]);
    }
  });

  test('a narrow window', async () => {
    const shown = await host.open(light, 520, 800);
    const answer = await answerOf(linux, ['hrtimer_nanosleep', 'do_idle'], {
      function: 'hrtimer_nanosleep',
    });
    await shown.tell({ kind: 'answer', answer });
    await shown.page.locator('#stage svg').waitFor();
    await keep(shown, 'narrow-light');
    expect(shown.complaints).toEqual([]);
  });

  test('nothing to draw', async () => {
    const shown = await host.open(light);
    const answer = await answerOf(linux, ['no_such_function'], { function: 'no_such_function' });
    await shown.tell({ kind: 'answer', answer });
    await expect.poll(() => shown.page.locator('#message').textContent()).toContain('not known');
    expect(await shown.page.locator('#content').isVisible()).toBe(false);
  });

  test('saved as SVG and PNG', async () => {
    const shown = await host.open(light);
    const answer = await answerOf(linux, ['do_idle'], { function: 'do_idle', scenario: 'hog' });
    await shown.tell({ kind: 'answer', answer });
    await shown.page.locator('#save-svg').click();
    await shown.page.locator('#save-png').click();
    await expect.poll(() => shown.heard.filter((one) => one.kind === 'save')).toHaveLength(2);
    const [svg, png] = shown.heard.flatMap((one) => (one.kind === 'save' ? [one] : []));
    expect(svg?.name).toBe('transition-do_idle-a-CPU-hog-on-CPU-1');
    expect(svg?.content).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg?.content).not.toContain('var(');
    const bytes = Buffer.from(png?.content ?? '', 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBe(2000);
    expect(shown.complaints).toEqual([]);
  });
});
