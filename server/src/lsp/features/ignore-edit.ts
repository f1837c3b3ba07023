import { applyEdits, modify } from 'jsonc-parser';
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type BaselineEntry, baselineName } from '../../feasibility/ignores/baseline.ts';
import { isIgnorable } from '../../feasibility/ignores/codes.ts';
import { ignoreComment } from '../../feasibility/ignores/comments.ts';
import type { Finding } from '../../feasibility/model.ts';
import type { IgnoreRequest } from '../../protocol/ignore.ts';
import type { Baseline } from '../baselines.ts';
import { baselineOf, pathFrom } from '../document-ignores.ts';
import { documentKind } from '../documents/document-kind.ts';
import type { LineDocument } from '../documents/line-document.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { folderOf } from '../workspace-files.ts';

/** Where ignores of a workspace are written. */
export interface IgnorePlaces {
  readonly baselines: readonly Baseline[];
  /** URIs of the workspace's folders. */
  readonly folders: readonly string[];
}

const layout = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** The findings that a request is about, as the document shows them. */
function asked({ report }: JudgedDocument, request: IgnoreRequest): readonly Finding[] {
  return report.findings.filter(
    (one) =>
      one.code === request.code &&
      one.range !== undefined &&
      (request.all === true || one.function === request.function),
  );
}

function comments(
  document: LineDocument,
  findings: readonly Finding[],
  reason: string,
): WorkspaceEdit {
  const lines = new Map(findings.map((one) => [one.range?.start.line ?? 0, one.code]));
  const edits = [...lines].map(([line, code]): TextEdit => {
    const indent = /^\s*/.exec(document.line(line))?.[0] ?? '';
    const start = { line, character: 0 };
    const newText = `${indent}${ignoreComment([code], reason)}\n`;
    return { range: { start, end: start }, newText };
  });
  const { uri, version } = document;
  return { documentChanges: [{ textDocument: { uri, version }, edits }] };
}

/** The folder that a new baseline goes to: the workspace's, else the document's own. */
function folderFor(uri: string, folders: readonly string[]): string | undefined {
  const inside = folders.filter((folder) => uri.startsWith(`${folder}/`));
  return inside.sort((one, other) => other.length - one.length)[0] ?? folderOf(uri);
}

function appended(text: string, entries: readonly BaselineEntry[]): string {
  return entries.reduce((whole, entry) => {
    const edits = modify(whole, ['ignore', -1], entry, { ...layout, isArrayInsertion: true });
    return applyEdits(whole, edits);
  }, text);
}

function replaced(uri: string, from: string, to: string): TextDocumentEdit {
  const document = TextDocument.create(uri, 'json', 0, from);
  const end = document.positionAt(from.length);
  const range = { start: { line: 0, character: 0 }, end };
  return { textDocument: { uri, version: null }, edits: [{ range, newText: to }] };
}

function inBaseline(
  uri: string,
  findings: readonly Finding[],
  { baselines, folders }: IgnorePlaces,
  kernel: string,
  reason: string,
): WorkspaceEdit | undefined {
  const known = baselineOf(uri, baselines);
  const folder = known === undefined ? folderFor(uri, folders) : folderOf(known.uri);
  if (folder === undefined) return undefined;
  const document = pathFrom(folder, uri);
  const entries = findings.flatMap(({ code, function: fn }): BaselineEntry[] =>
    isIgnorable(code)
      ? [{ code, ...(fn === undefined ? {} : { function: fn }), document, kernel, reason }]
      : [],
  );
  if (known !== undefined) {
    return { documentChanges: [replaced(known.uri, known.text, appended(known.text, entries))] };
  }
  const file = `${folder}/${baselineName}`;
  const text = `${JSON.stringify({ version: 1, ignore: entries }, undefined, 2)}\n`;
  const content = replaced(file, '', text);
  return {
    documentChanges: [{ kind: 'create', uri: file, options: { ignoreIfExists: true } }, content],
  };
}

/**
 * The edit that ignores what is asked for: a comment in C, an entry in the nearest baseline file for
 * patches, which is made where there is none. `undefined` where nothing of the kind is found any more,
 * and for patches that are not in a folder.
 */
export function ignoreEdit(
  judged: JudgedDocument,
  request: IgnoreRequest,
  reason: string,
  places: IgnorePlaces,
): WorkspaceEdit | undefined {
  const { document, report } = judged;
  const findings = asked(judged, request);
  if (findings.length === 0) return undefined;
  return documentKind(document.languageId) === 'source'
    ? comments(document, findings, reason)
    : inBaseline(document.uri, findings, places, report.profile.id, reason);
}
