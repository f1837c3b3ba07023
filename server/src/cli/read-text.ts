import type { FilePatch, Hunk, PatchMessage } from '../patch/model.ts';
import { hang, type Page } from '../report/text/page.ts';
import type { ReadDocument } from './read-json.ts';

/** What was read of one document, for a person at a terminal. */
export function readText(page: Page, { path, patch, changes }: ReadDocument): string {
  const { bold } = page.style;
  const problems = [...patch.problems, ...changes.problems];
  const lines = [
    bold(path),
    ...patch.messages.flatMap((message) => messageLines(page, message)),
    ...titled(bold('Changed functions'), [
      ...changes.functions.flatMap(({ name, file, change, confidence, evidence }) => [
        ...hang(page, '    ', `${name}  ${file ?? 'unknown file'}  ${change}, ${confidence}`),
        ...hang(page, '      ', evidence),
      ]),
    ]),
    ...titled(bold('Other changes'), [
      ...changes.items.flatMap(({ kind, name, file, change, confidence }) =>
        hang(page, '    ', `${kind} ${name}  ${file ?? 'unknown file'}  ${change}, ${confidence}`),
      ),
    ]),
    ...titled(bold('Problems'), [
      ...problems.flatMap(({ severity, code, message, range: { start } }) =>
        hang(
          page,
          '    ',
          `${start.line + 1}:${start.character + 1} ${severity} ${code}: ${message}`,
        ),
      ),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines];
}

function messageLines(page: Page, message: PatchMessage): readonly string[] {
  const { headers, series, format, range } = message;
  const place = series === undefined ? '' : `, patch ${series.number} of ${series.total}`;
  const version = series === undefined || series.version === 1 ? '' : `, version ${series.version}`;
  const title = headers?.subject === undefined ? '' : `  ${headers.subject}`;
  const first = `${range.start.line + 1}-${range.end.line + 1}`;
  return [
    ...hang(page, '  ', `${format}, lines ${first}${place}${version}${title}`),
    ...message.files.flatMap((file) => fileLines(page, file)),
  ];
}

function fileLines(page: Page, file: FilePatch): readonly string[] {
  const { oldPath, newPath, change, added, removed } = file;
  const isMoved = oldPath !== undefined && newPath !== undefined && oldPath !== newPath;
  const path = isMoved ? `${oldPath} -> ${newPath}` : (newPath ?? oldPath ?? 'unknown file');
  return [
    ...hang(page, '    ', `${path}  ${change}, +${added} -${removed}`),
    ...file.hunks.flatMap((hunk) => hang(page, '      ', hunkLine(hunk))),
  ];
}

function hunkLine({ place, section, range, isFragment, confidence }: Hunk): string {
  const at =
    place === undefined
      ? 'of unknown place'
      : `-${place.oldStart},${place.oldCount} +${place.newStart},${place.newCount}`;
  const words = [
    `hunk ${at}, lines ${range.start.line + 1}-${range.end.line + 1}`,
    isFragment ? 'fragment' : '',
    confidence === 'certain' ? '' : confidence,
    section === undefined ? '' : `in ${section.text}`,
  ];
  return words.filter((word) => word !== '').join(', ');
}
