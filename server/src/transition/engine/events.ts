import type { TraceEvent } from '../model.ts';

/** An event without its time; the run that it happens in adds that. */
export type Happening = Omit<TraceEvent, 'seconds'>;

/** Told what happens, in order. */
export type Watcher = (happening: Happening) => void;

/** For searches, which look at states alone. */
export const unwatched: Watcher = () => undefined;
