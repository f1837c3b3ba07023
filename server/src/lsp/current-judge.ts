import type { CancellationToken } from 'vscode-languageserver';
import type { FeatureAnswer, FeatureName, FeatureParams } from './features/index.ts';
import { cancelled, outdated } from './guard.ts';
import type { Judge } from './judge.ts';
import type { OpenDocuments } from './open-documents.ts';

/** The judge in use. Until there is one, whoever asks waits. */
export class CurrentJudge {
  readonly #documents: OpenDocuments;
  #ready: Judge | undefined;
  #generation = 0;
  #first: ((judge: Promise<Judge>) => void) | undefined;
  #judge: Promise<Judge>;

  constructor(documents: OpenDocuments) {
    this.#documents = documents;
    this.#judge = new Promise((resolve) => {
      this.#first = resolve;
    });
    // Those who ask see the failure; nobody may have asked.
    this.#judge.catch(() => {});
  }

  /** Counts the judges: answers of different generations speak of different kernels. */
  get generation(): number {
    return this.#generation;
  }

  /** The judge that is to be told of documents as they change; `undefined` while it is on its way. */
  get told(): Judge | undefined {
    return this.#ready;
  }

  /** From now on `judge` answers; it is told of the open documents first. */
  use(judge: Promise<Judge>): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#ready = undefined;
    const prepared = judge.then((made) => {
      if (generation === this.#generation) {
        for (const document of this.#documents.texts) made.open(document);
        this.#ready = made;
      }
      return made;
    });
    prepared.catch(() => {});
    this.#first?.(prepared);
    this.#first = undefined;
    this.#judge = prepared;
  }

  /**
   * Asks the judge in use. Rejects with "cancelled" as soon as the client takes the request back, and
   * with "content modified" when the judge was replaced before it answered.
   */
  async ask<Name extends FeatureName>(
    name: Name,
    params: FeatureParams<Name>,
    token: CancellationToken,
  ): Promise<FeatureAnswer<Name>> {
    const generation = this.#generation;
    const isReplaced = (): boolean => generation > 0 && generation !== this.#generation;
    const takenBack = new Promise<never>((_, reject) => {
      token.onCancellationRequested(() => reject(cancelled()));
    });
    try {
      const judge = await Promise.race([this.#judge, takenBack]);
      const answer = await Promise.race([judge.ask(name, params, token), takenBack]);
      if (isReplaced()) throw outdated();
      return answer;
    } catch (fault) {
      if (isReplaced() && !token.isCancellationRequested) throw outdated();
      throw fault;
    }
  }
}
