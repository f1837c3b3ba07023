import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FeasibilityReport } from '../../feasibility/model.ts';
import type { Judge } from '../judge.ts';
import { documentKind } from './document-kind.ts';

/** A document's report and what it was made from. */
export interface JudgedDocument {
  readonly document: TextDocument;
  readonly version: number;
  /** Counts the judges: reports of different generations speak of different kernels. */
  readonly generation: number;
  readonly report: FeasibilityReport;
  readonly judge: Judge;
  /** How long the judgement took, in milliseconds. */
  readonly milliseconds: number;
}

interface Entry {
  readonly version: number;
  readonly judged: Promise<JudgedDocument | undefined>;
}

/**
 * One report per open document, made when first asked for and shared by all features. A new version
 * of the document or a new judge makes a new one; an older promise still settles, so nobody who
 * awaits it hangs.
 */
export class ReportStore {
  readonly #entries = new Map<string, Entry>();
  #generation = 0;
  #firstJudge: ((judge: Promise<Judge>) => void) | undefined;
  #judge: Promise<Judge>;

  /** Until the first `useJudge`, whoever asks for a report waits. */
  constructor() {
    this.#judge = new Promise((resolve) => {
      this.#firstJudge = resolve;
    });
    this.#judge.catch(() => {});
  }

  get generation(): number {
    return this.#generation;
  }

  /** From now on `judge` answers; reports made so far are dropped. */
  useJudge(judge: Promise<Judge>): void {
    this.#firstJudge?.(judge);
    this.#firstJudge = undefined;
    this.#judge = judge;
    this.#generation += 1;
    this.#entries.clear();
  }

  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  /**
   * The report of the document as it stands now; `undefined` when its language is none of ours.
   * Rejects when the judge fails.
   */
  judged(document: TextDocument): Promise<JudgedDocument | undefined> {
    const known = this.#entries.get(document.uri);
    if (known?.version === document.version) return known.judged;
    const judged = this.#make(document, this.#generation);
    // Each caller sees the failure; without a handler of its own Node would also end the process.
    judged.catch(() => {});
    this.#entries.set(document.uri, { version: document.version, judged });
    return judged;
  }

  /** Whether `judged` still speaks of the document's text and of the kernel in use. */
  isCurrent(judged: JudgedDocument): boolean {
    return judged.generation === this.#generation && judged.version === judged.document.version;
  }

  async #make(document: TextDocument, generation: number): Promise<JudgedDocument | undefined> {
    const kind = documentKind(document.languageId);
    if (kind === undefined) return undefined;
    const { version } = document;
    const text = document.getText();
    const judge = await this.#judge;
    const began = performance.now();
    const report = await (kind === 'patch' ? judge.patch(text) : judge.source(text));
    const milliseconds = performance.now() - began;
    return { document, version, generation, report, judge, milliseconds };
  }
}
