import type { Connection, Disposable } from 'vscode-languageserver';
import type { DocumentEdit, DocumentText } from './documents/document-text.ts';
import { LineDocument } from './documents/line-document.ts';

/** What is told of the documents that the client opens. */
export interface DocumentListener {
  opened(document: DocumentText): void;
  edited(document: LineDocument, edits: readonly DocumentEdit[]): void;
  closed(uri: string): void;
}

/** The documents that the client has open, each in its newest version. */
export class OpenDocuments {
  readonly #documents = new Map<string, LineDocument>();

  get(uri: string): LineDocument | undefined {
    return this.#documents.get(uri);
  }

  get uris(): readonly string[] {
    return [...this.#documents.keys()];
  }

  /** All of them with their texts, for one who knows none yet. */
  get texts(): readonly DocumentText[] {
    return [...this.#documents.values()].map(({ uri, languageId, version, text }) => ({
      uri,
      languageId,
      version,
      text,
    }));
  }

  /** Follows what the client tells from now on. */
  listen(connection: Connection, listener: DocumentListener): readonly Disposable[] {
    return [
      connection.onDidOpenTextDocument(({ textDocument }) => {
        this.#documents.set(textDocument.uri, LineDocument.of(textDocument));
        listener.opened(textDocument);
      }),
      connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
        const known = this.#documents.get(textDocument.uri);
        if (known === undefined) return;
        const edits = contentChanges.map((change) => ({
          range: 'range' in change ? change.range : undefined,
          text: change.text,
        }));
        const document = known.edit(textDocument.version, edits);
        this.#documents.set(document.uri, document);
        listener.edited(document, edits);
      }),
      connection.onDidCloseTextDocument(({ textDocument }) => {
        this.#documents.delete(textDocument.uri);
        listener.closed(textDocument.uri);
      }),
    ];
  }
}
