import { linkAndKeep, linkBehind } from './node/kept-links.ts';
import { factsAt } from './node/open-index.ts';

/** Joins the names of the index at a path, at once or behind others. */
function link(how: string | undefined, path: string | undefined): void {
  if (path === undefined || (how !== 'link' && how !== 'link-later')) return;
  const facts = factsAt(path);
  if (facts === undefined) return;
  if (how === 'link') linkAndKeep(facts, path);
  else linkBehind(facts, path);
}

link(process.argv[2], process.argv[3]);
