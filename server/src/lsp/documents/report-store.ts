import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FeasibilityReport } from '../../feasibility/model.ts';
import type { Judge } from '../judge.ts';
import { type DocumentKind, documentKind } from './document-kind.ts';

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

async function judgeText(
  judge: Judge,
  kind: DocumentKind,
  text: string,
): Promise<Pick<JudgedDocument, 'report' | 'judge' | 'milliseconds'>> {
  const began = performance.now();
  const report = await (kind === 'patch' ? judge.patch(text) : judge.source(text));
  return { report, judge, milliseconds: performance.now() - began };
}

/**
 * One report per open document, made when first asked for and shared by all features. A new version
 * of the document or a new judge makes a new one; an older promise still settles, so nobody who
 * awaits it hangs.
 */
export class ReportStore {
  readonly #entries = new Map<string, Entry>();
  readonly #underWay = new Map<string, Promise<void>>();
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
    this.#underWay.clear();
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
    return this.#begin(document);
  }

  #begin(document: TextDocument): Promise<JudgedDocument | undefined> {
    const judged = this.#make(document, this.#generation);
    // Each caller sees the failure; without a handler of its own Node would also end the process.
    judged.catch(() => {});
    this.#entries.set(document.uri, { version: document.version, judged });
    return judged;
  }

  /**
   * Waits for work on an earlier version, so that a document has one judgement under way at most; by
   * then a newer version may have come, which is judged in this one's stead.
   */
  async #make(document: TextDocument, generation: number): Promise<JudgedDocument | undefined> {
    const { uri, version } = document;
    const kind = documentKind(document.languageId);
    if (kind === undefined) return undefined;
    const judge = await this.#judge;
    await this.#underWay.get(uri);
    if (document.version !== version) {
      const newest = this.#entries.get(uri);
      return newest?.version === document.version ? newest.judged : this.#begin(document);
    }
    const work = judgeText(judge, kind, document.getText());
    const ended = work.then(
      () => {},
      () => {},
    );
    this.#underWay.set(uri, ended);
    const result = await work.finally(() => {
      if (this.#underWay.get(uri) === ended) this.#underWay.delete(uri);
    });
    return { document, version, generation, ...result };
  }
}
