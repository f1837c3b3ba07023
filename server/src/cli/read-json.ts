import type { FilePatch, Hunk, PatchDocument, PatchMessage, PatchProblem } from '../patch/model.ts';
import type { TextRange } from '../ports/position.ts';
import type { ChangedFunction, ChangedItem } from '../source/model.ts';
import type { PatchChanges } from '../source/read-changes.ts';

/** A patch document and what it changes. */
export interface ReadDocument {
  readonly path: string;
  readonly patch: PatchDocument;
  readonly changes: PatchChanges;
}

/**
 * What `livepatch-check read --format json` prints. `version` rises when a field changes its
 * meaning or goes away. Lines and columns of `range` are one-based, columns in UTF-16 code units,
 * `end` exclusive.
 */
export function toReadJson(documents: readonly ReadDocument[]): object {
  return {
    version: 1,
    documents: documents.map(({ path, patch, changes }) => ({
      path,
      messages: patch.messages.map(toMessage),
      functions: changes.functions.map(toFunction),
      items: changes.items.map(toItem),
      problems: [...patch.problems, ...changes.problems].map(toProblem),
    })),
  };
}

function toMessage({ format, headers, series, range, files }: PatchMessage): object {
  return {
    format,
    headers: headers ?? null,
    series: series ?? null,
    range: toRange(range),
    files: files.map(toFile),
  };
}

function toFile(file: FilePatch): object {
  return {
    oldPath: file.oldPath ?? null,
    newPath: file.newPath ?? null,
    change: file.change,
    added: file.added,
    removed: file.removed,
    range: toRange(file.range),
    hunks: file.hunks.map(toHunk),
  };
}

function toHunk({ place, section, range, isFragment, confidence, lines }: Hunk): object {
  return {
    place: place ?? null,
    section: section?.text ?? null,
    range: toRange(range),
    isFragment,
    confidence,
    lines: lines.length,
    quoteDepth: lines[0]?.quoteDepth ?? 0,
  };
}

function toFunction(change: ChangedFunction): object {
  const { name, file, isStatic, attributes, confidence, evidence, sites } = change;
  return {
    name,
    file: file ?? null,
    change: change.change,
    isStatic,
    attributes,
    confidence,
    evidence,
    sites: sites.map(({ lineRange, nameRange }) => ({
      line: toRange(lineRange),
      name: nameRange === undefined ? null : toRange(nameRange),
    })),
  };
}

function toItem({ kind, name, file, change, confidence, ranges }: ChangedItem): object {
  return { kind, name, file: file ?? null, change, confidence, ranges: ranges.map(toRange) };
}

function toProblem({ code, severity, message, range }: PatchProblem): object {
  return { code, severity, message, range: toRange(range) };
}

function toRange({ start, end }: TextRange): object {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
