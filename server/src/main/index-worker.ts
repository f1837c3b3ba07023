import { readFileSync } from 'node:fs';
import { IndexGraph } from '../kernel/index/index-graph.ts';
import type { TreeFacts } from '../kernel/index/tree-facts.ts';
import { KernelConfig } from '../kernel/tree/config.ts';
import { configOf } from './node/build-index.ts';
import { keptGenerated } from './node/kept-generated.ts';
import { linkAndKeep, linkBehind } from './node/kept-links.ts';
import { keptMacros } from './node/kept-macros.ts';
import { findAndKeep } from './node/kept-stacks.ts';
import { lengthSources } from './node/length-sources.ts';
import { factsAt } from './node/open-index.ts';
import { joinedLine, keptLine } from './node/stacks-process.ts';

/** Joins the names of the index at a path, at once or behind others, or goes on to the stacks of its tree. */
function serve([how, path, root]: readonly string[]): void {
  const facts = path === undefined ? undefined : factsAt(path);
  if (path === undefined || facts === undefined) return;
  if (how === 'link') linkAndKeep(facts, path);
  else if (how === 'link-later') linkBehind(facts, path);
  else if (how === 'stacks' && root !== undefined) findStacks(facts, path, root);
}

/** A configuration to read the tree under comes by standard input, which is empty where it is the tree's own. */
function findStacks(facts: TreeFacts, path: string, root: string): void {
  const given = readFileSync(process.stdin.fd, 'utf8');
  const text = configOf(root, given === '' ? undefined : given);
  const graph = new IndexGraph(facts);
  graph.useLinks({ sections: linkAndKeep(facts, path), facts });
  process.stdout.write(`${joinedLine}\n`);
  const config = text === undefined ? undefined : new KernelConfig(text);
  findAndKeep(graph, path, lengthSources(root, config));
  process.stdout.write(`${keptLine}\n`);
  keptMacros(root, path, config).get('');
  keptGenerated(root, path, config).named('');
}

serve(process.argv.slice(2));
