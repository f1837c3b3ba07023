import type { Activity, Lane, Mark, Stretch } from '../model.ts';

/** A lane while the run is told. */
export class LaneDraft {
  readonly #stretches: Stretch[];
  readonly #marks: Mark[] = [];
  #switchedAt: number | undefined;

  constructor(
    private readonly name: Pick<Lane, 'id' | 'kind' | 'title' | 'subtitle'>,
    activity: Activity,
  ) {
    this.#stretches = [{ from: 0, activity }];
  }

  /** From `step` on it does this; the last word counts where one step says two things. */
  does(step: number, activity: Activity): void {
    if (this.#stretches.length > 1 && this.#stretches.at(-1)?.from === step) this.#stretches.pop();
    const before = this.#stretches.at(-1)?.activity;
    if (JSON.stringify(before) !== JSON.stringify(activity))
      this.#stretches.push({ from: step, activity });
  }

  mark(step: number, kind: Mark['kind'], text: string): void {
    const isTold = this.#marks.some((one) => one.step === step && one.kind === kind);
    if (!isTold) this.#marks.push({ step, kind, text });
  }

  switches(step: number, text: string): void {
    if (this.#switchedAt !== undefined) return;
    this.#switchedAt = step;
    this.mark(step, 'switched', text);
  }

  /** Switched without anybody telling how, for example because it exited. */
  isSwitchedBy(step: number): void {
    this.#switchedAt ??= step;
  }

  /** Whether anything was told of it. */
  get isTouched(): boolean {
    return this.#marks.length > 0 || this.#stretches.length > 1;
  }

  lane(): Lane {
    return {
      ...this.name,
      members: 1,
      stretches: this.#stretches,
      switchedAt: this.#switchedAt,
      marks: this.#marks,
    };
  }
}
