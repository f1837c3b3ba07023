import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PatchDocument } from '../../patch/model.ts';
import { PatchReading } from '../../patch/read.ts';
import { TextStore } from '../../patch/text-store.ts';
import { endOf } from '../../patch/text-view.ts';
import type { Position, TextRange } from '../../ports/position.ts';
import type { DocumentEdit, DocumentText } from './document-text.ts';

/**
 * A carriage return alone ends a line for the protocol, and is a character like any other for git, whose
 * line numbers the readers go by.
 */
const LONE_RETURN = /\r(?!\n)/;

/**
 * One version of an open document, in chunks of lines, so that an edit copies no more than it touches.
 * It never changes: an edit gives the next version.
 */
export class LineDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  /** As it was opened; cut into lines when somebody asks for them. */
  #content: string | TextStore;
  /** Whether its lines are not those of the protocol; looked for before the first edit. */
  #isOdd: boolean | undefined;
  #reading: PatchReading | undefined;

  private constructor(
    { uri, languageId, version }: Omit<DocumentText, 'text'>,
    content: string | TextStore,
    isOdd: boolean | undefined,
    reading: PatchReading | undefined,
  ) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.#content = content;
    this.#isOdd = isOdd;
    this.#reading = reading;
  }

  static of(document: DocumentText): LineDocument {
    return new LineDocument(document, document.text, undefined, undefined);
  }

  /** The document after the edits, one after the other. */
  edit(version: number, edits: readonly DocumentEdit[]): LineDocument {
    const next = { uri: this.uri, languageId: this.languageId, version };
    this.#isOdd ??= LONE_RETURN.test(this.text);
    if (this.#isOdd || edits.some(({ text }) => LONE_RETURN.test(text))) {
      return LineDocument.of({ ...next, text: this.#editedByProtocol(edits) });
    }
    let source = this.#source;
    let reading = this.#reading;
    for (const { range: asked, text } of edits) {
      if (asked === undefined) {
        source = TextStore.of(text);
        reading = undefined;
      } else {
        const range = { start: inLine(source, asked.start), end: inLine(source, asked.end) };
        reading = reading?.edit(range, text);
        source = reading?.source ?? source.edit(range, text);
      }
    }
    return new LineDocument(next, source, false, reading);
  }

  /** Number of lines; a text that ends in a line feed has an empty last line. */
  get lineCount(): number {
    return this.#source.count;
  }

  /** The line without its end; empty for a number that is out of range. */
  line(index: number): string {
    const line = this.#source.line(index);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  /** The whole text; after an edit it costs as much as the document. */
  get text(): string {
    return typeof this.#content === 'string' ? this.#content : this.#content.toString();
  }

  /** What the document holds of patches; read when first asked for, and again only where it was edited. */
  get patch(): PatchDocument {
    this.#reading ??= PatchReading.from(this.#source);
    return this.#reading.document;
  }

  /** The text of a range within one line. */
  textIn({ start, end }: TextRange): string {
    return this.line(start.line).slice(start.character, end.character);
  }

  get #source(): TextStore {
    if (typeof this.#content === 'string') this.#content = TextStore.of(this.#content);
    return this.#content;
  }

  #editedByProtocol(edits: readonly DocumentEdit[]): string {
    const document = TextDocument.create(this.uri, this.languageId, this.version, this.text);
    const changes = edits.map(({ range, text }) =>
      range === undefined ? { text } : { range, text },
    );
    return TextDocument.update(document, changes, this.version).getText();
  }
}

/** The position, or the end of its line where it lies behind that: a `\r` before the `\n` is no part of the line. */
function inLine(source: TextStore, position: Position): Position {
  if (position.line >= source.count) return position;
  const end = endOf(source.line(position.line));
  return position.character <= end ? position : { line: position.line, character: end };
}
