import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Browser,
  chromium,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { chromium as chromiumPath } from './pieces.mjs';

const screenshots = join(import.meta.dirname, 'screenshots');

/** How long anything may take to appear, in milliseconds. */
const PATIENCE = 30_000;

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

/** Chromium without a window, with a profile of its own that goes with it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

/** VS Code's window, used as a person would: by keys and commands, read by what is on the screen. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the workspace at `url` and waits until its files are shown. */
  static async open(browser: Browser, url: string): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(url);
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    return new Workbench(page);
  }

  /**
   * Types into the quick input that is open and takes what it offers, once it offers `offered`. Under
   * load the list lags behind the keys, so the key is pressed until the input is gone or asks for
   * something else.
   */
  async #take(typed: string, offered: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input[type="text"]');
    await input.fill(typed);
    const row = widget.locator('.monaco-list-row', { hasText: offered }).first();
    await row.waitFor();
    const deadline = Date.now() + PATIENCE;
    const isOpen = async (): Promise<boolean> =>
      (await widget.isVisible()) && (await input.inputValue()) === typed;
    while ((await isOpen()) && Date.now() < deadline) {
      await this.page.keyboard.press('Enter');
      await this.page.waitForTimeout(500);
    }
  }

  /**
   * Runs a command by its name in the palette. A palette that was opened before the extension was known
   * never hears of its commands, so it is opened again when the command is not there.
   */
  async run(command: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const row = widget.locator('.monaco-list-row', { hasText: command }).first();
    const isOffered = async (): Promise<boolean> => {
      await this.page.keyboard.press('F1');
      await widget.locator('input[type="text"]').fill(`>${command}`);
      const found = await row.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (!found) await this.page.keyboard.press('Escape');
      return found;
    };
    await expect.poll(isOffered, { timeout: PATIENCE }).toBe(true);
    await this.#take(`>${command}`, command);
  }

  /** Opens a file at the top of the workspace. */
  async openFile(name: string): Promise<void> {
    await this.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: name })
      .dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Puts the cursor at a one-based line and column of the active editor. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.#take(`:${line}:${column}`, `line ${line}`);
  }

  /** Takes an entry of the list that is open. */
  async pick(entry: string): Promise<void> {
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: entry });
    await row.first().click();
  }

  /**
   * Types a folder into the dialog that is open, and presses its button. The dialog begins with a folder
   * of its own, and may come back to it while it is slow: what was typed is then typed again.
   */
  async chooseFolder(path: string, button: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input[type="text"]');
    await widget.locator('.quick-input-title', { hasText: 'kernel source tree' }).waitFor();
    await expect.poll(() => input.inputValue(), { timeout: PATIENCE }).toMatch(/\/$/);
    const isChosen = async (): Promise<boolean> => {
      await input.fill(`${path}/`);
      await this.page.waitForTimeout(1_000);
      if ((await input.inputValue()) !== `${path}/`) return false;
      await widget.locator('.monaco-button', { hasText: button }).click();
      await this.page.waitForTimeout(1_000);
      return !(await widget.isVisible());
    };
    await expect.poll(isChosen, { timeout: PATIENCE }).toBe(true);
  }

  /** Answers the question that is open. */
  async answer(text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('.quick-input-message', { hasText: 'uname' }).waitFor();
    await widget.locator('input[type="text"]').fill(text);
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** A CodeLens by a part of its text. */
  lens(text: string): Locator {
    return this.page.locator('.codelens-decoration > *', { hasText: text });
  }

  /** Squiggles of one severity in the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.page.locator(`.editor-instance .cdr.squiggly-${severity}`);
  }

  /** Rows of the problems panel. */
  async problems(): Promise<Locator> {
    await this.run('Problems: Focus on Problems View');
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** The hover at the cursor. */
  async hover(): Promise<Locator> {
    await this.run('Show or Focus Hover');
    const shown = this.page.locator('.monaco-hover:not(.hidden) .hover-contents');
    await shown.first().waitFor();
    return shown;
  }

  /** Rows of the quick fix menu at the cursor. */
  async quickFixes(): Promise<Locator> {
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    return rows;
  }

  /** The lines of the active editor that are on the screen, in no order. */
  async text(): Promise<string> {
    const lines = await this.page.locator('.editor-instance .view-line').allTextContents();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** The page of the transition view; VS Code puts a webview's page into a frame in a frame. */
  async transitionView(): Promise<FrameLocator> {
    const view = this.page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await view.locator('#content').waitFor();
    return view;
  }

  /** The extension's item in the status bar. */
  status(): Locator {
    return this.page.locator('.statusbar-item[id^="livepatch-feasibility"]');
  }

  /** Opens the settings at one of them; gives its row. */
  async setting(id: string): Promise<Locator> {
    await this.run('Preferences: Open Settings (UI)');
    await this.page.locator('.settings-editor .search-container .view-lines').first().click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(`@id:${id}`);
    const row = this.page.locator('.settings-editor .setting-item-contents');
    await row.first().waitFor();
    return row.first();
  }

  /** How long the extension took to become active, in milliseconds, as VS Code measured it. */
  async activationTime(): Promise<number> {
    await this.run('Developer: Show Running Extensions');
    const row = this.page.locator('.runtime-extensions-editor .extension', {
      hasText: 'Livepatch Feasibility',
    });
    const told = (await row.locator('.activation-time').textContent()) ?? '';
    await this.run('View: Close Editor');
    return Number(/(\d+)ms/.exec(told)?.[1]);
  }

  /** The language of the active editor, as the status bar names it. */
  language(name: string): Locator {
    return this.page.locator('#status\\.editor\\.mode', { hasText: name });
  }

  /** Writes what the window shows to `screenshots/NAME.png`. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }
}
