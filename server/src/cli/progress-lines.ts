import type { IndexProgress } from '../kernel/index/indexes.ts';

/** Says how the reading of a tree goes on, in a few lines in all. */
export function progressLines(say: (line: string) => void): (progress: IndexProgress) => void {
  let quarter = 0;
  return (progress) => {
    if (progress.step === 'calls') say('working out who calls whom');
    if (progress.step === 'stacks') say('working out on whose stacks functions are');
    if (progress.step !== 'scanning') return;
    const now = Math.floor((progress.done * 4) / Math.max(1, progress.all));
    if (now === quarter) return;
    quarter = now;
    say(`read ${progress.done} of ${progress.all} files`);
  };
}
