import type { IndexGraph } from '../kernel/index/index-graph.ts';
import type { CallEdge, KernelFunction } from '../kernel/model.ts';
import type { KernelLists } from '../kernel/symbols/lists.ts';
import type { SymbolList } from '../kernel/symbols/symbol-list.ts';

/** `json` is one object for each line. */
export type QueryFormat = 'text' | 'json';

/** Lines that are written at once in an export. */
const linesAtOnce = 4096;

/** What the lists know of a function: its symbols, and whether ftrace can hook it by its own name. */
interface Listed {
  readonly symbols?: readonly string[];
  readonly traceable?: boolean;
}

function listed({ name, build, module }: KernelFunction, lists: KernelLists): Listed {
  const from = build === 'module' ? (module ?? '') : undefined;
  const tells = (list: SymbolList | undefined): list is SymbolList =>
    list !== undefined && (from === undefined || list.hasModule(from));
  const { symbols, traceable } = lists;
  return {
    ...(tells(symbols) ? { symbols: symbols.of(name, from) } : {}),
    ...(tells(traceable) ? { traceable: traceable.count(name, from) > 0 } : {}),
  };
}

function listedInWords({ symbols, traceable }: Listed, name: string): string {
  const words: string[] = [];
  if (symbols?.length === 0) words.push('no symbol');
  else if (symbols !== undefined && (symbols.length > 1 || symbols[0] !== name)) {
    words.push(`as ${symbols.join(', ')}`);
  }
  if (traceable !== undefined) words.push(traceable ? 'traceable' : 'not traceable');
  return words.length === 0 ? '' : `  (${words.join('; ')})`;
}

export function definitionLine(
  one: KernelFunction,
  format: QueryFormat,
  lists: KernelLists,
): string {
  const known = listed(one, lists);
  if (format === 'json') {
    const { name, file, line, endLine, isStatic, attributes, build, trace, macro, module } = one;
    return JSON.stringify({
      kind: 'definition',
      name,
      file,
      line,
      endLine,
      isStatic,
      attributes,
      build,
      trace,
      macro,
      module,
      ...known,
    });
  }
  const notes = [
    one.isStatic ? 'static' : '',
    ...one.attributes,
    one.macro ?? '',
    one.build,
    one.trace,
  ];
  const said = notes.filter((note) => note !== '' && note !== 'unknown').join(' ');
  return `${one.file}:${one.line}-${one.endLine} ${one.name}  ${said}${listedInWords(known, one.name)}`;
}

export function callLine(graph: IndexGraph, edge: CallEdge, format: QueryFormat): string {
  const caller = graph.get(edge.caller);
  const callee = graph.get(edge.callee);
  if (format === 'json') {
    return JSON.stringify({
      kind: 'call',
      caller: caller.name,
      callerFile: caller.file,
      callee: callee.name,
      calleeFile: callee.file,
      how: edge.kind,
      line: edge.line,
      via: edge.via,
    });
  }
  const how = edge.via === undefined ? edge.kind : `${edge.kind} ${edge.via}`;
  return `${caller.file}:${edge.line} ${caller.name} -> ${callee.name} (${callee.file}:${callee.line})  ${how}`;
}

/** Every definition, then every call; in pieces of many lines. */
export function* exportLines(
  graph: IndexGraph,
  format: QueryFormat,
  lists: KernelLists,
): Iterable<string> {
  let lines: string[] = [];
  for (let id = 0; id < graph.size; id++) {
    lines.push(definitionLine(graph.get(id), format, lists));
    if (lines.length >= linesAtOnce) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  for (let id = 0; id < graph.size; id++) {
    for (const edge of graph.allCallees(id)) lines.push(callLine(graph, edge, format));
    if (lines.length >= linesAtOnce) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
