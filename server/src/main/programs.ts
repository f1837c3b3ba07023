/**
 * The programs that hold the whole analysis. They are bundled as one file, which each of them is a door
 * to: twice the same code would be half of what is installed.
 */

/** Runs the command line with the arguments of this process. */
export const cli = (): Promise<unknown> => import('./cli.ts');

/** Serves the thread that this is, as the language server's judge. */
export const judgeWorker = (): Promise<unknown> => import('./judge-worker.ts');

/** Scans or builds as the thread that this is, or joins names as a process. */
export const indexWorker = (): Promise<unknown> => import('./index-worker.ts');
