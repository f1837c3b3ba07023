import type { IndexGraph } from '../kernel/index/index-graph.ts';
import type { CallEdge, KernelFunction } from '../kernel/model.ts';

/** `json` is one object for each line. */
export type QueryFormat = 'text' | 'json';

/** Lines that are written at once in an export. */
const linesAtOnce = 4096;

export function definitionLine(one: KernelFunction, format: QueryFormat): string {
  if (format === 'json') {
    const { name, file, line, endLine, isStatic, attributes, build, trace, macro } = one;
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
    });
  }
  const notes = [
    one.isStatic ? 'static' : '',
    ...one.attributes,
    one.macro ?? '',
    one.build,
    one.trace,
  ];
  const known = notes.filter((note) => note !== '' && note !== 'unknown').join(' ');
  return `${one.file}:${one.line}-${one.endLine} ${one.name}  ${known}`;
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
export function* exportLines(graph: IndexGraph, format: QueryFormat): Iterable<string> {
  let lines: string[] = [];
  for (let id = 0; id < graph.size; id++) {
    lines.push(definitionLine(graph.get(id), format));
    if (lines.length >= linesAtOnce) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  for (let id = 0; id < graph.size; id++) {
    for (const edge of graph.callees(id)) lines.push(callLine(graph, edge, format));
    if (lines.length >= linesAtOnce) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
