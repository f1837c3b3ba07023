/** Lets long work be done in slices, so that whoever shares its thread is served in between. */
export interface Pace {
  /** Whether the slice has lasted long enough; cheap to ask often. */
  readonly isDue: boolean;
  /** Lets other work in. Rejects when nobody waits for the result any more. */
  breathe(): Promise<void>;
}

/** For work that has its thread to itself and is wanted whatever happens. */
export const unhurried: Pace = { isDue: false, breathe: async () => {} };
