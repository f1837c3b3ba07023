import { type Command, Option } from 'commander';
import type { IndexGraph } from '../kernel/index/index-graph.ts';
import type { CallEdge, KernelFunction } from '../kernel/model.ts';
import { PathFinder } from '../kernel/query/paths.ts';
import type { KernelLists } from '../kernel/symbols/lists.ts';
import { type CliEnvironment, type CommandContext, exitCode, InputError } from './environment.ts';
import { openTreeIndex, type TreeOptions } from './index-command.ts';
import { symbolsOption } from './options.ts';
import { callLine, definitionLine, exportLines, type QueryFormat } from './query-output.ts';

interface QueryOptions extends TreeOptions {
  readonly format: QueryFormat;
  readonly symbols: readonly string[];
}

interface PathOptions extends QueryOptions {
  readonly certain?: boolean;
}

/** What a query is answered with. */
interface Question {
  readonly graph: IndexGraph;
  readonly write: (line: string) => void;
  readonly format: QueryFormat;
  readonly lists: KernelLists;
}

/** `livepatch-check query DIR …`: questions about a kernel tree's functions and calls. */
export function registerQuery(program: Command, context: CommandContext): void {
  const { cli } = context;
  const query = program
    .command('query')
    .description("ask about a kernel tree's functions and calls")
    .argument('<dir>', 'top of a kernel source tree')
    .argument(
      '<what>',
      'definitions NAME | callers NAME | callees NAME | path FROM TO | between FROM TO | export',
    )
    .argument('[names...]', 'names of functions; FILE:NAME for one of several')
    .option('--config <file>', "configuration to read the tree under (default: the tree's .config)")
    .addOption(symbolsOption())
    .option('--certain', 'path: with the fewest calls through pointers, rather than the shortest')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    );
  query.action(
    async (root: string, what: string, names: readonly string[], options: PathOptions) => {
      const wanted = arity.get(what);
      if (wanted === undefined || wanted !== names.length) {
        throw new InputError(
          `"${[what, ...names].join(' ')}" is no query: expected definitions NAME, callers NAME, callees NAME, path FROM TO, between FROM TO or export`,
        );
      }
      const index = await openTreeIndex(cli, root, options);
      const { graph } = index;
      const lists = cli.symbolLists(root, options.symbols);
      if (what === 'export') {
        cli.indexes.link(index);
        await cli.writeAll(exportLines(graph, options.format, lists));
        return;
      }
      const question = {
        graph,
        write: (line: string) => cli.write(`${line}\n`),
        format: options.format,
        lists,
      };
      if (!answer(question, what, names, options.certain === true, cli))
        context.finish(exitCode.risk);
      if (what !== 'definitions') cli.indexes.linkLater(index);
    },
  );
}

const arity = new Map([
  ['definitions', 1],
  ['callers', 1],
  ['callees', 1],
  ['path', 2],
  ['between', 2],
  ['export', 0],
]);

/** False when there is no answer: no such path. */
function answer(
  question: Question,
  what: string,
  names: readonly string[],
  certain: boolean,
  cli: CliEnvironment,
): boolean {
  const { graph, write, format, lists } = question;
  const [first = [], second = []] = names.map((name) => functionsNamed(graph, name));
  const ids = (functions: readonly KernelFunction[]): readonly number[] =>
    functions.map((one) => one.id);
  switch (what) {
    case 'definitions':
      for (const one of first) write(definitionLine(one, format, lists));
      return true;
    case 'callers':
      writeCalls(
        question,
        first.flatMap((one) => graph.callers(one.id)),
      );
      return true;
    case 'callees':
      writeCalls(
        question,
        first.flatMap((one) => graph.callees(one.id)),
      );
      return true;
    case 'between':
      for (const id of new PathFinder(graph).between(ids(first), ids(second))) {
        write(definitionLine(graph.get(id), format, lists));
      }
      return true;
    default: {
      const finder = new PathFinder(graph);
      const path = certain
        ? finder.mostCertain(ids(first), ids(second))
        : finder.shortest(ids(first), ids(second));
      if (path === undefined) {
        cli.complain(`no path from ${names[0]} to ${names[1]} in the index`);
        return false;
      }
      writeCalls(question, path);
      return true;
    }
  }
}

function writeCalls({ graph, write, format }: Question, edges: readonly CallEdge[]): void {
  for (const edge of edges) write(callLine(graph, edge, format));
}

/** The functions that a name, or `file:name`, stands for. Throws an `InputError` where there is none. */
function functionsNamed(graph: IndexGraph, asked: string): readonly KernelFunction[] {
  const colon = asked.lastIndexOf(':');
  const file = colon < 0 ? undefined : asked.slice(0, colon);
  const found = graph
    .definitions(asked.slice(colon + 1))
    .filter((one) => file === undefined || one.file === file);
  if (found.length > 0) return found;
  throw new InputError(`${asked}: no such function in the tree (Linux ${graph.release})`);
}
