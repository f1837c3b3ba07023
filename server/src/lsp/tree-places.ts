/** A line of a file in the kernel tree. */
export interface TreePlace {
  readonly uri: string;
  /** One-based. */
  readonly line: number;
}

/** Finds a file of the kernel tree and a one-based line in it; `undefined` where there is no tree. */
export type FindInTree = (file: string, line: number) => TreePlace | undefined;

/** The URI of a tree's top. */
function uriOf(tree: string): string {
  const slashed = tree.replaceAll('\\', '/').replace(/\/+$/, '');
  return `file://${slashed.startsWith('/') ? '' : '/'}${encodeURI(slashed)}`;
}

/** The path in the tree of a file of it; `undefined` for other files. */
export function pathInTree(tree: string | undefined, uri: string): string | undefined {
  const base = tree === undefined ? undefined : `${uriOf(tree)}/`;
  if (base === undefined || !uri.startsWith(base)) return undefined;
  return decodeURIComponent(uri.slice(base.length));
}

/** Places below `tree`, an absolute path (Windows' drive letters too); nowhere without a tree. */
export function treePlaces(tree: string | undefined): FindInTree {
  if (tree === undefined) return () => undefined;
  const base = uriOf(tree);
  return (file, line) => ({ uri: `${base}/${encodeURI(file)}`, line });
}

/** The place as a link; editors open the line that the fragment names. */
export function linkTo({ uri, line }: TreePlace): string {
  return `${uri}#L${line}`;
}
