import {
  type Disposable,
  type ExtensionContext,
  env,
  l10n,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type {
  NoTransition,
  TransitionAnswer,
  TransitionPlace,
} from '../../../server/src/protocol/transition.ts';
import type { FromPage, ToPage } from './messages.ts';
import { pageOf } from './page.ts';
import { saveDrawing } from './save.ts';

/** Asks the server; rejects when it does not run or the request fails. */
export type AskTransition = (place: TransitionPlace) => Promise<TransitionAnswer | NoTransition>;

function freshNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes));
}

/** The one transition view of a window; asked for another function, it shows that one. */
export class TransitionPanel implements Disposable {
  #panel: WebviewPanel | undefined;
  #place: TransitionPlace | undefined;
  #answer: TransitionAnswer | NoTransition | undefined;
  #asked = 0;

  constructor(
    private readonly context: ExtensionContext,
    private readonly ask: AskTransition,
  ) {}

  /** Opens the view, or brings it to the front, and shows the run that is asked for. */
  async show(place: TransitionPlace): Promise<void> {
    this.#panel ??= this.#open();
    this.#panel.reveal(undefined, true);
    await this.#load(place);
  }

  /** Asks anew for the run that is shown, when it is one of that document: the text has changed. */
  async refresh(uri: string): Promise<void> {
    const answer = this.#answer;
    if (this.#panel === undefined || this.#place?.uri !== uri || answer?.kind !== 'film') return;
    await this.#load({ uri, function: answer.function, ...answer.choice });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): WebviewPanel {
    const dist = Uri.joinPath(this.context.extensionUri, 'client', 'dist');
    const panel = window.createWebviewPanel(
      'livepatchFeasibility.transition',
      l10n.t('Transition'),
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [dist] },
    );
    const { webview } = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#answer = undefined;
    });
    webview.onDidReceiveMessage((message: FromPage) => this.#hear(message));
    webview.html = pageOf({
      script: webview.asWebviewUri(Uri.joinPath(dist, 'transition-view.js')).toString(),
      style: webview.asWebviewUri(Uri.joinPath(dist, 'transition-view.css')).toString(),
      source: webview.cspSource,
      nonce: freshNonce(),
      language: env.language,
    });
    return panel;
  }

  async #hear(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        if (this.#answer !== undefined) this.#tell({ kind: 'answer', answer: this.#answer });
        return;
      case 'choose':
        if (this.#place !== undefined)
          await this.#load({
            uri: this.#place.uri,
            function: message.function,
            ...message.choice,
          });
        return;
      case 'save':
        return saveDrawing(message);
    }
  }

  /** Asks the server and shows what it says, unless something else was asked for meanwhile. */
  async #load(place: TransitionPlace): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#place = place;
    this.#tell({ kind: 'asking' });
    const answer = await this.ask(place).catch((fault: unknown): NoTransition => {
      const why = fault instanceof Error ? fault.message : String(fault);
      return { kind: 'none', reason: l10n.t('The transition could not be simulated: {0}', why) };
    });
    if (asked !== this.#asked) return;
    this.#answer = answer;
    if (this.#panel !== undefined && answer.kind === 'film')
      this.#panel.title = l10n.t('Transition of {0}()', answer.function);
    this.#tell({ kind: 'answer', answer });
  }

  #tell(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
