import type { Activity, Lane, Mark, PatchState, Stretch } from '../model.ts';

/** A lane while the run is told. */
export class LaneDraft {
  readonly #stretches: Stretch[];
  readonly #marks: Mark[] = [];
  readonly #states: PatchState[] = [{ from: 0, isAfter: false }];

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

  /** It comes to its target state: the new one, or after a reverse the old one. */
  switches(step: number, isAfter: boolean, text: string): void {
    if (this.isSwitched(isAfter)) return;
    this.arrives(step, isAfter);
    this.mark(step, 'switched', text);
  }

  /** It is in that state from `step` on, without anybody telling how: it exited, or was not there. */
  arrives(step: number, isAfter: boolean): void {
    if (!this.isSwitched(isAfter)) this.#states.push({ from: step, isAfter });
  }

  isSwitched(isAfter: boolean): boolean {
    return this.#states.at(-1)?.isAfter === isAfter;
  }

  /** Whether anything was told of it. */
  get isTouched(): boolean {
    return this.#marks.length > 0 || this.#stretches.length > 1;
  }

  /** The lane of a run that came so far; `isAfter` is its target state. */
  lane(isOpen: boolean, isAfter: boolean): Lane {
    const since = this.#states.at(-1)?.from ?? 0;
    const isInTheWay = this.#marks.some((one) => one.kind === 'refused' && one.step > since);
    return {
      ...this.name,
      members: 1,
      stretches: this.#stretches,
      states: this.#states,
      blocks: isOpen && (!this.isSwitched(isAfter) || isInTheWay),
      marks: this.#marks,
    };
  }
}
