/** The languages whose documents the server judges; the manifest's activation events name the same. */
export const languages: readonly string[] = ['diff', 'mbox', 'eml', 'c'];
