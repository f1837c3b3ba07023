import type { PatchDocument } from '../model.ts';

/** What was read, one line for each thing, with one-based document lines in front. */
export function describeDocument(document: PatchDocument): string {
  const out: string[] = [];
  for (const message of document.messages) {
    const { series, headers } = message;
    const place =
      series === undefined ? '' : ` v${series.version} ${series.number}/${series.total}`;
    out.push(`${message.format}${place}${headers === undefined ? '' : ` ${headers.subject}`}`);
    for (const file of message.files) {
      out.push(
        `  ${file.change} ${file.oldPath} -> ${file.newPath} +${file.added} -${file.removed}`,
      );
      for (const hunk of file.hunks) {
        const { place } = hunk;
        const at =
          place === undefined
            ? 'no place'
            : `${place.oldStart},${place.oldCount} ${place.newStart},${place.newCount}`;
        const words = [at, hunk.section?.text, hunk.isFragment ? 'fragment' : '', hunk.confidence];
        out.push(`    @@ ${words.filter((word) => word).join(' | ')}`);
        for (const line of hunk.lines) {
          out.push(
            `      ${line.range.start.line + 1}:${line.textColumn} ${line.kind} ${line.oldLine ?? '-'} ${line.newLine ?? '-'} |${line.text}`,
          );
        }
      }
    }
  }
  for (const problem of document.problems) {
    out.push(`${problem.severity} ${problem.code} at line ${problem.range.start.line + 1}`);
  }
  return out.join('\n');
}
