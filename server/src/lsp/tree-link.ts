import type { LinkTo } from './text/residency.ts';

/**
 * Links into the kernel tree at `tree` (an absolute path; Windows' drive letters too). Editors open
 * the line that the fragment names. Without a tree nothing is linked.
 */
export function treeLinks(tree: string | undefined): LinkTo {
  if (tree === undefined) return () => undefined;
  const slashed = tree.replaceAll('\\', '/').replace(/\/+$/, '');
  const base = `file://${slashed.startsWith('/') ? '' : '/'}${encodeURI(slashed)}`;
  return (file, line) => `${base}/${encodeURI(file)}#L${line}`;
}
