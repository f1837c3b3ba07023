import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { FilePatch, Hunk, PatchDocument, PatchMessage } from '../../patch/model.ts';

/** The function that a hunk starts in, from the text behind its header; `undefined` for a struct or none. */
function functionOf(hunk: Hunk): string | undefined {
  return /([A-Za-z_]\w*)\s*\(/.exec(hunk.section?.text ?? '')?.[1];
}

function hunkSymbol(hunk: Hunk): DocumentSymbol {
  const { place, range } = hunk;
  const lines =
    place === undefined
      ? 'quoted without its header'
      : `-${place.oldStart},${place.oldCount} +${place.newStart},${place.newCount}`;
  const fn = functionOf(hunk);
  const section = hunk.section?.text.trim() ?? '';
  return {
    name: fn ?? (section === '' ? lines : section),
    detail: fn === undefined && section === '' ? '' : lines,
    kind: fn === undefined ? SymbolKind.Object : SymbolKind.Function,
    range,
    selectionRange: hunk.section?.range ?? hunk.headerRange ?? range,
  };
}

function fileSymbol(file: FilePatch): DocumentSymbol {
  return {
    name: file.newPath ?? file.oldPath ?? 'a file without a name',
    detail: `${file.change === 'modified' ? '' : `${file.change} `}+${file.added} −${file.removed}`,
    kind: SymbolKind.File,
    range: file.range,
    selectionRange: file.headerRange ?? file.range,
    children: file.hunks.map(hunkSymbol),
  };
}

function messageSymbol(message: PatchMessage): DocumentSymbol {
  const { series, headers, range } = message;
  return {
    name: headers?.subject?.trim() || 'a patch without a subject',
    detail: series === undefined || series.total < 2 ? '' : `${series.number}/${series.total}`,
    kind: SymbolKind.Package,
    range,
    selectionRange: { start: range.start, end: range.start },
    children: message.files.map(fileSymbol),
  };
}

/** Mail → file → hunk, each hunk named by the function that it starts in. A bare diff begins at its files. */
export function outline(patch: PatchDocument): DocumentSymbol[] {
  return patch.messages.flatMap((message) =>
    message.headers === undefined ? message.files.map(fileSymbol) : [messageSymbol(message)],
  );
}
