import type { FeasibilityReport } from '../../feasibility/model.ts';
import { ChangeMemory } from '../../source/change-memory.ts';
import type { Analysis } from '../analysis.ts';
import { documentKind } from './document-kind.ts';
import type { LineDocument } from './line-document.ts';
import { Slices, Superseded } from './slices.ts';

/** A document's report and what it was made from. */
export interface JudgedDocument {
  readonly document: LineDocument;
  readonly report: FeasibilityReport;
  readonly analysis: Analysis;
  /** False for what was found in the first part of a large document. */
  readonly isComplete: boolean;
  /** How long the judgement took, in milliseconds. */
  readonly milliseconds: number;
}

/** The judgement of one version of a document. */
interface Work {
  readonly document: LineDocument;
  readonly slices: Slices;
  readonly done: Promise<JudgedDocument>;
  part: JudgedDocument | undefined;
  /** Called when there is a new part. */
  readonly watchers: Set<() => void>;
}

/** The first part of a large document is reported after this time, further ones four times as rarely (ms). */
const partEvery = 200;

/** From this number of lines on a document is judged in parts. */
const largeDocument = 4000;

/**
 * One report per open document, made when first asked for and shared by all features. An edit ends the
 * work on the version before it; whoever waits for that is given the newest version's report.
 */
export class ReportStore {
  readonly #analysis: Analysis;
  readonly #works = new Map<string, Work>();
  readonly #memories = new Map<string, ChangeMemory>();
  readonly #documents = new Map<string, LineDocument>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  /** The document as it stands now; `undefined` for one that is not open. */
  document(uri: string): LineDocument | undefined {
    return this.#documents.get(uri);
  }

  /** A new document, or a new version of it. */
  put(document: LineDocument): void {
    this.#documents.set(document.uri, document);
    this.#works.get(document.uri)?.slices.cancel();
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
    this.#memories.delete(uri);
    this.#works.get(uri)?.slices.cancel();
    this.#works.delete(uri);
  }

  /** Ends all work. */
  dispose(): void {
    for (const uri of [...this.#documents.keys()]) this.forget(uri);
  }

  /**
   * The report of the document in its newest version; `undefined` when it is not open or its language
   * is none of ours. Rejects when the analysis fails.
   */
  async judged(uri: string): Promise<JudgedDocument | undefined> {
    for (;;) {
      const work = this.#workOn(uri);
      if (work === undefined) return undefined;
      try {
        return await work.done;
      } catch (fault) {
        if (!(fault instanceof Superseded)) throw fault;
      }
    }
  }

  /**
   * As {@link judged}, but after `patience` milliseconds what was found so far, as soon as there is
   * something.
   */
  async soFar(uri: string, patience: number): Promise<JudgedDocument | undefined> {
    const work = this.#workOn(uri);
    if (work === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let watch = (): void => {};
    const part = new Promise<JudgedDocument | undefined>((resolve) => {
      watch = () => {
        if (work.part !== undefined) resolve(work.part);
      };
      timer = setTimeout(() => {
        work.watchers.add(watch);
        watch();
      }, patience);
    });
    try {
      return await Promise.race([this.judged(uri), part]);
    } finally {
      clearTimeout(timer);
      work.watchers.delete(watch);
    }
  }

  /** The report, where it is there within some milliseconds; `undefined` where it takes longer or fails. */
  async within(uri: string, milliseconds: number): Promise<JudgedDocument | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), milliseconds);
    });
    const judged = this.judged(uri).catch(() => undefined);
    return Promise.race([judged, late]).finally(() => clearTimeout(timer));
  }

  #workOn(uri: string): Work | undefined {
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    const known = this.#works.get(uri);
    if (known?.document === document) return known;
    const kind = documentKind(document.languageId);
    if (kind === undefined) return undefined;
    const slices = new Slices();
    const watchers = new Set<() => void>();
    const began = performance.now();
    const take = (report: FeasibilityReport, isComplete: boolean): JudgedDocument => {
      const milliseconds = performance.now() - began;
      return { document, report, analysis: this.#analysis, isComplete, milliseconds };
    };
    let isFirst = true;
    let lastPart = began;
    const isLarge = document.lineCount >= largeDocument;
    const isPartDue = (): boolean => {
      if (!isLarge || performance.now() - lastPart < partEvery * (isFirst ? 1 : 4)) return false;
      lastPart = performance.now();
      isFirst = false;
      return true;
    };
    const part = (report: FeasibilityReport): void => {
      work.part = take(report, false);
      lastPart = performance.now();
      for (const watch of work.watchers) watch();
    };
    const course = { pace: slices, memory: this.#memoryOf(uri), isPartDue, part };
    const report =
      kind === 'patch'
        ? this.#analysis.patch(document.patch, course)
        : this.#analysis.source(document.text);
    const done = report.then((whole) => take(whole, true));
    // Each caller sees the failure; without a handler of its own Node would also end the process.
    done.catch(() => {});
    const work: Work = { document, slices, done, part: undefined, watchers };
    this.#works.set(uri, work);
    return work;
  }

  #memoryOf(uri: string): ChangeMemory {
    const known = this.#memories.get(uri) ?? new ChangeMemory();
    this.#memories.set(uri, known);
    return known;
  }
}
