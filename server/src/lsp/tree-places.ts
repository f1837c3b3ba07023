/** A line of a file in the kernel tree. */
export interface TreePlace {
  readonly uri: string;
  /** One-based. */
  readonly line: number;
}

/** Finds a file of the kernel tree and a one-based line in it; `undefined` where there is no tree. */
export type FindInTree = (file: string, line: number) => TreePlace | undefined;

/** Places below `tree`, an absolute path (Windows' drive letters too); nowhere without a tree. */
export function treePlaces(tree: string | undefined): FindInTree {
  if (tree === undefined) return () => undefined;
  const slashed = tree.replaceAll('\\', '/').replace(/\/+$/, '');
  const base = `file://${slashed.startsWith('/') ? '' : '/'}${encodeURI(slashed)}`;
  return (file, line) => ({ uri: `${base}/${encodeURI(file)}`, line });
}

/** The place as a link; editors open the line that the fragment names. */
export function linkTo({ uri, line }: TreePlace): string {
  return `${uri}#L${line}`;
}
