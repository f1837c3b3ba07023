import type { FileChange } from './model.ts';
import { hasEpochTimestamp, isNoFile, readHeaderName, readQuotedName, strip } from './path-name.ts';

/** The lines before a file's first hunk. */
export interface FileHeader {
  readonly oldName: string | undefined;
  readonly newName: string | undefined;
  readonly isBare: boolean;
  readonly change: FileChange;
  /** True for a binary patch and for files of which it is only said that they differ. */
  readonly isBinary: boolean;
  /** The line whose name is not that of the `diff --git` line. */
  readonly mismatch: number | undefined;
  /** Number of lines that it takes. */
  readonly lines: number;
}

/** A line as far as it belongs to the text being read; `undefined` for one that does not. */
export type LineAt = (line: number) => string | undefined;

/** Names and change as they are pieced together while the header's lines are read. */
interface Names {
  old: string | undefined;
  new: string | undefined;
  isBare: boolean;
  change: FileChange;
  mismatch: number | undefined;
  /** Whether the mark just taken names another file than the lines before it: git refuses that. */
  isMismatched: boolean;
}

/** Two paths of 4096 bytes (`PATH_MAX`), quotes and a timestamp. No header line is longer. */
const longestHeaderLine = 10_000;

/**
 * Reads the file header that starts at `line`: git's (`Documentation/diff-generate-patch`), that
 * of `diff -r` with its command line, `Index:` of quilt and Subversion, or only `---` and `+++`.
 * `undefined` when none starts there.
 */
export function readFileHeader(at: LineAt, line: number): FileHeader | undefined {
  const first = at(line);
  if (first === undefined || first.length > longestHeaderLine) {
    return undefined;
  }
  switch (first.charCodeAt(0)) {
    case 0x64: // d
      if (first.startsWith('diff --git ')) {
        return readGitHeader(at, line, namesOfGitLine(first.slice(11).trimEnd()));
      }
      if (first.startsWith('diff --cc ') || first.startsWith('diff --combined ')) {
        const text = first.slice(first.indexOf(' ', 7) + 1).trimEnd();
        const name = readQuotedName(text)?.name ?? text;
        return readGitHeader(at, line, { ...newNames(), old: name, new: name, isBare: true });
      }
      return first.startsWith('diff ') ? readAfterCommand(at, line) : undefined;
    case 0x49: // I
      return first.startsWith('Index: ') ? readAfterIndex(at, line, first) : undefined;
    case 0x2d: // -
      return readMarks(at, line, 0);
    default:
      return undefined;
  }
}

/** True where `---`, `+++` and a hunk header follow each other: no hunk can hold these lines. */
export function isFileMark(at: LineAt, line: number): boolean {
  return (
    isMark(at(line), '--- ') &&
    isMark(at(line + 1), '+++ ') &&
    at(line + 2)?.startsWith('@@ -') === true
  );
}

function isMark(text: string | undefined, mark: string): boolean {
  return text?.startsWith(mark) === true && text.length <= longestHeaderLine;
}

function readMarks(at: LineAt, line: number, before: number): FileHeader | undefined {
  if (!isFileMark(at, line)) {
    return undefined;
  }
  const oldText = (at(line) ?? '').slice(4).trimEnd();
  const newText = (at(line + 1) ?? '').slice(4).trimEnd();
  const oldName = readHeaderName(oldText);
  const newName = readHeaderName(newText);
  let change: FileChange = 'modified';
  if (isNoFile(oldName) || hasEpochTimestamp(oldText)) {
    change = 'added';
  } else if (isNoFile(newName) || hasEpochTimestamp(newText)) {
    change = 'deleted';
  }
  return {
    oldName,
    newName,
    isBare: false,
    change,
    isBinary: false,
    mismatch: undefined,
    lines: before + 2,
  };
}

/** `diff -Nupr old new`, then the marks, or that binary files differ. */
function readAfterCommand(at: LineAt, line: number): FileHeader | undefined {
  const next = at(line + 1) ?? '';
  const differ = /^Binary files (.+) and (.+) differ$/.exec(next.trimEnd());
  if (differ !== null) {
    return {
      oldName: differ[1],
      newName: differ[2],
      isBare: false,
      change: 'binary',
      isBinary: true,
      mismatch: undefined,
      lines: 2,
    };
  }
  return readMarks(at, line + 1, 1);
}

function readAfterIndex(at: LineAt, line: number, first: string): FileHeader | undefined {
  let next = line + 1;
  if (at(next)?.startsWith('=====')) {
    next += 1;
  }
  if (at(next)?.startsWith('diff ')) {
    next += 1;
  }
  const header = readMarks(at, next, next - line);
  if (header === undefined) {
    return undefined;
  }
  const name = first.slice(7).trimEnd();
  const isSame = header.newName === name && header.oldName === name;
  return isSame ? { ...header, isBare: true } : header;
}

function newNames(): Names {
  return {
    old: undefined,
    new: undefined,
    isBare: false,
    change: 'modified',
    mismatch: undefined,
    isMismatched: false,
  };
}

/** The two names of a `diff --git` line; unquoted names may hold spaces. */
function namesOfGitLine(text: string): Names {
  const names = newNames();
  const quoted = readQuotedName(text);
  if (quoted !== undefined) {
    const rest = text.slice(quoted.length + 1);
    return { ...names, old: quoted.name, new: readQuotedName(rest)?.name ?? rest };
  }
  if (text.endsWith('"')) {
    const start = text.indexOf(' "');
    return {
      ...names,
      old: text.slice(0, start),
      new: readQuotedName(text.slice(start + 1))?.name,
    };
  }
  // Without a rename both names are the same but for the prefix, so the line's middle parts them.
  const middle = (text.length - 1) / 2;
  if (text[middle] === ' ' && isSamePath(text.slice(0, middle), text.slice(middle + 1))) {
    return { ...names, old: text.slice(0, middle), new: text.slice(middle + 1) };
  }
  for (let space = text.indexOf(' '); space !== -1; space = text.indexOf(' ', space + 1)) {
    if (isSamePath(text.slice(0, space), text.slice(space + 1))) {
      return { ...names, old: text.slice(0, space), new: text.slice(space + 1) };
    }
  }
  const space = text.indexOf(' ');
  return space === -1
    ? { ...names, old: text, new: text }
    : { ...names, old: text.slice(0, space), new: text.slice(space + 1) };
}

function isSamePath(one: string, other: string): boolean {
  return one === other || (strip(one, 1) !== undefined && strip(one, 1) === strip(other, 1));
}

const extended =
  /^(old mode|new mode|deleted file mode|new file mode|mode|copy from|copy to|rename from|rename to|rename old|rename new|similarity index|dissimilarity index|index) (.*)$/;

function readGitHeader(at: LineAt, line: number, names: Names): FileHeader {
  let next = line + 1;
  // The same line over and over is one header: git's `find_header()` skips one with nothing in it.
  for (const first = at(line) ?? ''; at(next) === first; ) {
    next += 1;
  }
  for (;;) {
    const match = extended.exec(at(next)?.trimEnd() ?? '');
    if (match === null) {
      break;
    }
    takeExtended(names, match[1] ?? '', match[2] ?? '');
    next += 1;
  }
  const text = at(next)?.trimEnd() ?? '';
  if (text === 'GIT binary patch') {
    next = endOfBinary(at, next + 1);
    return finish(names, next - line, true);
  }
  if (/^Binary files .* differ$/.test(text)) {
    return finish(names, next + 1 - line, true);
  }
  for (; takeMark(names, at(next)); next += 1) {
    names.mismatch ??= names.isMismatched ? next : undefined;
  }
  return finish(names, next - line, false);
}

/** Takes a `---` or `+++` line; like git also one that stands there alone or twice. */
function takeMark(names: Names, text: string | undefined): boolean {
  const isOld = isMark(text, '--- ');
  if (text === undefined || !(isOld || isMark(text, '+++ '))) {
    return false;
  }
  const name = readHeaderName(text.slice(4).trimEnd());
  const known = isOld ? names.old : names.new;
  if (isNoFile(name)) {
    const change = isOld ? 'added' : 'deleted';
    names.change = names.change === 'modified' ? change : names.change;
    return true;
  }
  const isSame = names.isBare
    ? name === known || strip(name, 1) === known
    : known === undefined || isSamePath(name, known);
  names.isMismatched = !isSame;
  if (!names.isBare) {
    names[isOld ? 'old' : 'new'] = name;
  }
  return true;
}

function finish(names: Names, lines: number, isBinary: boolean): FileHeader {
  const change = isBinary && names.change === 'modified' ? 'binary' : names.change;
  const { old: oldName, new: newName, isBare, mismatch } = names;
  return { oldName, newName, isBare, change, isBinary, mismatch, lines };
}

function takeExtended(names: Names, key: string, value: string): void {
  switch (key) {
    case 'deleted file mode':
      names.change = 'deleted';
      break;
    case 'new file mode':
      names.change = 'added';
      break;
    case 'new mode':
      names.change = names.change === 'modified' ? 'mode' : names.change;
      break;
    case 'rename from':
    case 'rename old':
    case 'copy from':
      names.old = readQuotedName(value)?.name ?? value;
      names.isBare = true;
      names.change = key === 'copy from' ? 'copied' : 'renamed';
      break;
    case 'rename to':
    case 'rename new':
    case 'copy to':
      names.new = readQuotedName(value)?.name ?? value;
      break;
    default:
  }
}

/** The line after a binary patch: one or two blocks of base-85 lines, each ended by an empty line. */
function endOfBinary(at: LineAt, line: number): number {
  let next = line;
  while (/^(?:literal|delta) \d+\s*$/.test(at(next) ?? '')) {
    next += 1;
    while (/^[A-Za-z][!-~]+\s*$/.test(at(next) ?? '')) {
      next += 1;
    }
    if (at(next)?.trim() === '') {
      next += 1;
    }
  }
  return next;
}
