import type { DocumentLink } from 'vscode-languageserver';
import type { FilePatch } from '../../patch/model.ts';
import type { TextRange } from '../../ports/position.ts';
import type { LineDocument } from '../documents/line-document.ts';
import type { FindInTree } from '../tree-places.ts';

/** A commit's id, abbreviated to no fewer digits than the kernel's own rules ask for (`submitting-patches.rst`). */
const COMMIT = /(?<![\w.@/=-])[0-9a-f]{12,40}(?![\w@/-]|\.\w)/g;

/** Lines on which twelve such digits are something else. */
const NO_COMMIT = /^(?:index |Message-I[Dd]:|In-Reply-To:|References:|base-commit: 0+$)/;

/** A git mail's first line; its id is of the author's own tree, and most often all zeros. */
const FROM_LINE = /^From [0-9a-f]{40} /;

function pathLinks(
  document: LineDocument,
  file: FilePatch,
  inTree: FindInTree,
): readonly DocumentLink[] {
  const target = file.oldPath === undefined ? undefined : inTree(file.oldPath, 1)?.uri;
  const header = file.headerRange;
  if (target === undefined || header === undefined || file.oldPath === undefined) return [];
  const links: DocumentLink[] = [];
  for (let line = header.start.line; line <= header.end.line; line += 1) {
    const text = document.line(line);
    for (let at = text.indexOf(file.oldPath); at !== -1; at = text.indexOf(file.oldPath, at + 1)) {
      const range = {
        start: { line, character: at },
        end: { line, character: at + file.oldPath.length },
      };
      links.push({ range, target, tooltip: `Open ${file.oldPath} of the kernel tree` });
    }
  }
  return links;
}

function isCommit(id: string): boolean {
  return /\d/.test(id) && /[a-f]/.test(id);
}

function commitLinks(text: string, line: number, address: string): readonly DocumentLink[] {
  if (text.length > 1000 || NO_COMMIT.test(text) || FROM_LINE.test(text)) return [];
  return [...text.matchAll(COMMIT)]
    .filter(([id]) => isCommit(id))
    .map(({ 0: id, index }) => ({
      range: { start: { line, character: index }, end: { line, character: index + id.length } },
      target: address.replaceAll('{commit}', id),
      tooltip: `Show commit ${id.slice(0, 12)}`,
    }));
}

/**
 * Links from file headers to the files in the kernel tree, and from commit ids in the prose of mails to
 * `address`, in which `{commit}` stands for the id; none where that is empty.
 */
export function documentLinks(
  document: LineDocument,
  inTree: FindInTree,
  address: string,
): DocumentLink[] {
  const files = document.patch.messages.flatMap((message) => message.files);
  const links = files.flatMap((file) => [...pathLinks(document, file, inTree)]);
  if (!/^https?:\/\/[^{]*\{commit\}/.test(address)) return links;
  const isDiff = new Set<number>();
  const take = ({ start, end }: TextRange): void => {
    for (let line = start.line; line <= end.line; line += 1) isDiff.add(line);
  };
  for (const file of files) {
    if (file.headerRange !== undefined) take(file.headerRange);
    for (const hunk of file.hunks) take(hunk.range);
  }
  for (let line = 0; line < document.lineCount; line += 1) {
    if (!isDiff.has(line)) links.push(...commitLinks(document.line(line), line, address));
  }
  return links;
}
