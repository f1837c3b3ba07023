import type { TextRange } from '../ports/position.ts';
import type { Block, BlockPart } from './block.ts';
import type {
  EncodedBody,
  PatchDocument,
  PatchMessage,
  PatchProblem,
  PatchProblemCode,
} from './model.ts';
import { resolvePaths } from './paths.ts';
import { readBlocks } from './scan.ts';
import { readSeriesPlace } from './subject.ts';
import { type LineSource, TextStore } from './text-store.ts';
import { documentText, linesRange, partText, type TextView, textFrom } from './text-view.ts';
import { FileView } from './view.ts';

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
    return PatchReading.from(TextStore.of(text));
  }

  /** Reads a document that is in a store already. */
  static from(source: TextStore): PatchReading {
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
    // A hunk looks through the prose after it, to where that ends, for more of its lines: reading
    // starts two blocks before the edited one.
    const edited = starts.findLastIndex((start) => start <= range.start.line);
    const first = Math.max(0, edited - 2);
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

/** Noise can be wrong on every line; nobody reads more than this. */
const mostProblems = 500;

/** The blocks of one message, each with its text. */
interface Span {
  readonly line: number;
  readonly blocks: { readonly block: Block; readonly text: TextView }[];
}

function toDocument(source: LineSource, blocks: readonly Block[]): PatchDocument {
  const problems: PatchProblem[] = [];
  const spans: Span[] = [];
  const whole = documentText(source);
  let line = 0;
  for (const block of blocks) {
    const text = textFrom(whole, line);
    const last = spans.at(-1);
    if (last === undefined || block.content.kind === 'mail') {
      spans.push({ line, blocks: [{ block, text }] });
    } else {
      last.blocks.push({ block, text });
    }
    addProblems(problems, block, text);
    line += block.lines;
  }
  const ends = [...spans.slice(1).map((span) => span.line), line];
  const messages = spans.map((span, index) => toMessage(whole, span, ends[index] ?? line));
  if (messages.every((message) => message.files.length === 0)) {
    problems.push(nothingRead(source));
  }
  return { messages, problems };
}

function addProblems(problems: PatchProblem[], block: Block, text: TextView): void {
  for (const { line, ...problem } of block.problems.slice(0, mostProblems - problems.length)) {
    problems.push({ ...problem, range: linesRange(text, line, line) });
  }
  for (const part of block.parts) {
    for (const inner of placedBlocks(part, text)) {
      addProblems(problems, inner.block, inner.text);
    }
  }
}

/** The blocks of a mail's part, each with its text. */
function placedBlocks(part: BlockPart, mail: TextView): Span['blocks'] {
  const text = partText(mail, part);
  let line = 0;
  return part.blocks.map((block) => {
    const placed = { block, text: textFrom(text, line) };
    line += block.lines;
    return placed;
  });
}

/** All blocks of a message, those in the parts of mails too. */
function flatten(blocks: Span['blocks']): Span['blocks'] {
  return blocks.flatMap((placed) => {
    const { block, text } = placed;
    return block.parts.length === 0
      ? placed
      : [placed, ...block.parts.flatMap((part) => flatten(placedBlocks(part, text)))];
  });
}

function toMessage(whole: TextView, span: Span, end: number): PatchMessage {
  const blocks = flatten(span.blocks);
  const raws = blocks.flatMap(({ block, text }) => block.files.map((raw) => ({ raw, text })));
  const paths = resolvePaths(raws.map(({ raw }) => raw));
  const files = raws.map(
    ({ raw, text }, index) => new FileView(raw, paths[index] ?? noPaths, text),
  );
  const mail = span.blocks[0]?.block.content;
  const headers = mail?.kind === 'mail' ? mail.headers : undefined;
  const subject = headers?.subject;
  return {
    format: formatOf(
      blocks.map(({ block }) => block),
      subject,
    ),
    headers,
    series: subject === undefined ? undefined : readSeriesPlace(subject),
    range: linesRange(whole, span.line, end - 1),
    files,
    bodies: blocks.flatMap(({ block, text }) => block.parts.flatMap((part) => toBody(part, text))),
  };
}

const noPaths = { oldPath: undefined, newPath: undefined };

function toBody(part: BlockPart, mail: TextView): readonly EncodedBody[] {
  const { body, line, lines } = part;
  if (body.encoding === undefined) {
    return [];
  }
  const text = partText(mail, part);
  return [
    {
      encoding: body.encoding,
      charset: body.charset,
      range: linesRange(mail, line, line + lines - 1),
      text: () =>
        Array.from({ length: body.text.count }, (_, index) => body.text.line(index)).join('\n'),
      toDocument: ({ line: at, character }) => text.position(at, character),
    },
  ];
}

function formatOf(blocks: readonly Block[], subject: string | undefined): PatchMessage['format'] {
  const mail = blocks[0]?.content;
  const isQuoted = blocks.some((block) => block.content.kind === 'reply' && block.files.length > 0);
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
  return { code, severity: 'error', message, range: linesRange(documentText(source), 0, 0) };
}
