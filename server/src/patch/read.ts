import type { TextRange } from '../ports/position.ts';
import type { Block } from './block.ts';
import type {
  FilePatch,
  PatchDocument,
  PatchMessage,
  PatchProblem,
  PatchProblemCode,
} from './model.ts';
import { resolvePaths } from './paths.ts';
import { readBlock } from './scan.ts';
import { readSeriesPlace } from './subject.ts';
import { type LineSource, TextStore } from './text-store.ts';
import { FileView, linesRange } from './view.ts';

/**
 * Reads everything that a text holds of patches: diffs, mails, quoted replies, several of them in
 * one text. Never throws: what is broken is named in `problems`, with what was expected, and the
 * rest is read. Positions are those of an editor (zero-based, UTF-16). Takes time linear in the
 * text's length.
 */
export function readPatch(text: string): PatchDocument {
  return PatchReading.of(text).document;
}

/**
 * A text with what was read of it, kept so that an edit reads again only what it touches. Readings
 * never change: an edit gives a new one.
 */
export class PatchReading {
  readonly document: PatchDocument;
  readonly source: TextStore;
  readonly #blocks: readonly Block[];

  private constructor(source: TextStore, blocks: readonly Block[]) {
    this.source = source;
    this.#blocks = blocks;
    this.document = toDocument(source, blocks);
  }

  static of(text: string): PatchReading {
    const source = TextStore.of(text);
    return new PatchReading(
      source,
      readBlocks(source, 0, () => false),
    );
  }

  /** The reading after `range` was replaced by `text`; equal to reading the whole new text. */
  edit(range: TextRange, text: string): PatchReading {
    const source = this.source.edit(range, text);
    const shift = source.count - this.source.count;
    const starts = startsOf(this.#blocks);
    // A block may have looked at the one after it, so reading starts one before the edited one.
    const edited = starts.findLastIndex((start) => start <= range.start.line);
    const first = Math.max(0, edited - 1);
    const untouched = new Map<number, number>();
    for (const [index, start] of starts.entries()) {
      if (start > range.end.line) {
        untouched.set(start + shift, index);
      }
    }
    let rest = this.#blocks.length;
    const read = readBlocks(source, starts[first] ?? 0, (line) => {
      rest = untouched.get(line) ?? rest;
      return untouched.has(line);
    });
    return new PatchReading(source, [
      ...this.#blocks.slice(0, first),
      ...read,
      ...this.#blocks.slice(rest),
    ]);
  }
}

function startsOf(blocks: readonly Block[]): readonly number[] {
  let line = 0;
  return blocks.map((block) => {
    const start = line;
    line += block.lines;
    return start;
  });
}

/** Reads block after block from `from` on, to the end or to where `isKnown`. */
function readBlocks(
  source: LineSource,
  from: number,
  isKnown: (line: number) => boolean,
): readonly Block[] {
  const blocks: Block[] = [];
  for (let line = from; line < source.count && !isKnown(line); ) {
    const block = readBlock(source, line);
    blocks.push(block);
    line += block.lines;
  }
  return blocks;
}

/** Noise can be wrong on every line; nobody reads more than this. */
const mostProblems = 500;

/** The blocks of one message and the line that the first of them starts at. */
interface Span {
  readonly line: number;
  readonly blocks: Block[];
}

function toDocument(source: LineSource, blocks: readonly Block[]): PatchDocument {
  const problems: PatchProblem[] = [];
  const spans: Span[] = [];
  let line = 0;
  for (const block of blocks) {
    const last = spans.at(-1);
    if (last === undefined || block.content.kind === 'mail') {
      spans.push({ line, blocks: [block] });
    } else {
      last.blocks.push(block);
    }
    for (const { line: at, ...problem } of block.problems.slice(
      0,
      mostProblems - problems.length,
    )) {
      problems.push({ ...problem, range: linesRange(source, line + at, line + at) });
    }
    line += block.lines;
  }
  const messages = spans.map((span) => toMessage(source, span));
  if (messages.every((message) => message.files.length === 0)) {
    problems.push(nothingRead(source));
  }
  return { messages, problems };
}

function toMessage(source: LineSource, span: Span): PatchMessage {
  const raws = span.blocks.flatMap((block) => block.files);
  const paths = resolvePaths(raws);
  const files: FilePatch[] = [];
  let line = span.line;
  for (const block of span.blocks) {
    for (const raw of block.files) {
      const path = paths[files.length] ?? { oldPath: undefined, newPath: undefined };
      files.push(new FileView(raw, path, source, line));
    }
    line += block.lines;
  }
  const mail = span.blocks[0]?.content;
  const headers = mail?.kind === 'mail' ? mail.headers : undefined;
  const subject = headers?.subject;
  return {
    format: formatOf(span, subject),
    headers,
    series: subject === undefined ? undefined : readSeriesPlace(subject),
    range: linesRange(source, span.line, line - 1),
    files,
  };
}

function formatOf(span: Span, subject: string | undefined): PatchMessage['format'] {
  const mail = span.blocks[0]?.content;
  const isQuoted = span.blocks.some(
    (block) => block.content.kind === 'reply' && block.files.length > 0,
  );
  if (isQuoted || (subject !== undefined && /^re:/i.test(subject))) {
    return 'reply';
  }
  if (mail?.kind !== 'mail') {
    return 'diff';
  }
  return mail.isFormatPatch ? 'format-patch' : 'mail';
}

function nothingRead(source: LineSource): PatchProblem {
  let code: PatchProblemCode = 'no-patch';
  let message =
    'No diff was found in this text: expected `--- PATH`, `+++ PATH` and `@@ -a,b +c,d @@`.';
  const top = Array.from({ length: Math.min(source.count, 200) }, (_, line) => source.line(line));
  if (source.count <= 1 && source.line(0).trim() === '') {
    code = 'empty';
    message = 'The text is empty; expected a diff or a mail that holds one.';
  } else if (top.some((line) => line.slice(0, 8000).includes('\0'))) {
    code = 'binary-data';
    message = 'This is binary data, not text; expected a diff or a mail that holds one.';
  }
  return { code, severity: 'error', message, range: linesRange(source, 0, 0) };
}
