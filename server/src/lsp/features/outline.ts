import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { FilePatch, Hunk, PatchDocument, PatchMessage } from '../../patch/model.ts';
import type { JudgedDocument } from '../documents/report-store.ts';

/** The judged functions that a hunk changes, in the order of its lines; by the hunk's first line. */
export type FunctionsByHunk = ReadonlyMap<number, readonly string[]>;

/** By hunk, the functions that a judgement found changed; empty without one. */
export function functionsByHunk(judged: JudgedDocument | undefined): FunctionsByHunk {
  const found = new Map<number, string[]>();
  const sites = judged?.report.functions.flatMap((fn) =>
    fn.subject.kind === 'patch' ? fn.subject.change.sites.map((site) => ({ fn, site })) : [],
  );
  const ordered = [...(sites ?? [])].sort(
    (one, other) => one.site.lineRange.start.line - other.site.lineRange.start.line,
  );
  for (const { fn, site } of ordered) {
    const { line } = site.hunk.range.start;
    found.set(line, [...(found.get(line) ?? []), fn.name]);
  }
  return found;
}

/** The function that a hunk starts in, from the text behind its header; `undefined` for a struct or none. */
function headerFunction(hunk: Hunk): string | undefined {
  return /([A-Za-z_]\w*)\s*\(/.exec(hunk.section?.text ?? '')?.[1];
}

function hunkSymbol(hunk: Hunk): DocumentSymbol {
  const { place, range } = hunk;
  const lines =
    place === undefined
      ? 'quoted without its header'
      : `-${place.oldStart},${place.oldCount} +${place.newStart},${place.newCount}`;
  const section = hunk.section?.text.trim() ?? '';
  return {
    name: lines,
    detail: section,
    kind: SymbolKind.Object,
    range,
    selectionRange: hunk.headerRange ?? range,
  };
}

/** Hunks in a row that change the same function. */
interface Run {
  readonly name: string | undefined;
  readonly hunks: Hunk[];
}

function runsOf(hunks: readonly Hunk[], judged: FunctionsByHunk): readonly Run[] {
  const runs: Run[] = [];
  for (const hunk of hunks) {
    const names = judged.get(hunk.range.start.line) ?? [headerFunction(hunk)];
    for (const name of names) {
      const last = runs.at(-1);
      if (last !== undefined && last.name === name && name !== undefined) last.hunks.push(hunk);
      else runs.push({ name, hunks: [hunk] });
    }
  }
  return runs;
}

function runSymbols({ name, hunks }: Run): readonly DocumentSymbol[] {
  const [first] = hunks;
  const last = hunks.at(-1);
  if (name === undefined || first === undefined || last === undefined) return hunks.map(hunkSymbol);
  return [
    {
      name,
      detail: hunks.length === 1 ? '' : `${hunks.length} hunks`,
      kind: SymbolKind.Function,
      range: { start: first.range.start, end: last.range.end },
      selectionRange: first.section?.range ?? first.headerRange ?? first.range,
      children: hunks.map(hunkSymbol),
    },
  ];
}

function fileSymbol(file: FilePatch, judged: FunctionsByHunk): DocumentSymbol {
  return {
    name: file.newPath ?? file.oldPath ?? 'a file without a name',
    detail: `${file.change === 'modified' ? '' : `${file.change} `}+${file.added} −${file.removed}`,
    kind: SymbolKind.File,
    range: file.range,
    selectionRange: file.headerRange ?? file.range,
    children: runsOf(file.hunks, judged).flatMap(runSymbols),
  };
}

function messageSymbol(message: PatchMessage, judged: FunctionsByHunk): DocumentSymbol {
  const { series, headers, range } = message;
  return {
    name: headers?.subject?.trim() || 'a patch without a subject',
    detail: series === undefined || series.total < 2 ? '' : `${series.number}/${series.total}`,
    kind: SymbolKind.Package,
    range,
    selectionRange: { start: range.start, end: range.start },
    children: message.files.map((file) => fileSymbol(file, judged)),
  };
}

/**
 * Mail → file → function → hunk; a bare diff begins at its files. Functions are those that were judged,
 * and where nothing was (yet) those that hunk headers name. A hunk that changes two stands below both.
 */
export function outline(patch: PatchDocument, judged: FunctionsByHunk): DocumentSymbol[] {
  return patch.messages.flatMap((message) =>
    message.headers === undefined
      ? message.files.map((file) => fileSymbol(file, judged))
      : [messageSymbol(message, judged)],
  );
}
