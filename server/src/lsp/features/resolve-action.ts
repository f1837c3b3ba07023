import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import * as z from 'zod';
import { showTextCommand } from '../../protocol/show-text.ts';
import type { Delivery } from '../client-features.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { recipeFor } from '../recipes/index.ts';
import type { Recipe } from '../recipes/model.ts';
import { type ActionData, occasionsOf } from './code-actions.ts';

const dataSchema = z.object({
  uri: z.string(),
  version: z.number(),
  function: z.string(),
  scenario: z.string(),
  strategy: z.string(),
});

/** Reads an action's data as it comes back from the client; `undefined` when it is none of ours. */
export function readActionData(data: unknown): ActionData | undefined {
  const result = dataSchema.safeParse(data);
  return result.success ? result.data : undefined;
}

/** A new file beside the document, never over one that is there; `undefined` for unsaved documents. */
function newFile(recipe: Recipe, documentUri: string): WorkspaceEdit | undefined {
  if (!documentUri.startsWith('file:')) return undefined;
  const uri = `${documentUri.slice(0, documentUri.lastIndexOf('/'))}/${recipe.fileName}`;
  const start = { line: 0, character: 0 };
  const content: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: recipe.text }],
  };
  return {
    documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: false } }, content],
  };
}

function deliver(recipe: Recipe, delivery: Delivery, documentUri: string): Partial<CodeAction> {
  if (delivery === 'file') {
    const edit = newFile(recipe, documentUri);
    return edit === undefined ? {} : { edit };
  }
  const argument = { languageId: recipe.languageId, text: recipe.text };
  return {
    command: { title: 'Show the recipe', command: showTextCommand, arguments: [argument] },
  };
}

/**
 * Fills in what an action does. An action whose function, scenario or strategy is no longer there
 * (the document was edited, the kernel changed) comes back as it was.
 */
export function resolveAction(
  action: CodeAction,
  judged: JudgedDocument,
  delivery: Delivery | undefined,
): CodeAction {
  const data = readActionData(action.data);
  if (data === undefined || delivery === undefined) return action;
  const occasion = judged.report.functions
    .filter((fn) => fn.name === data.function)
    .flatMap((fn) => occasionsOf(judged, fn))
    .find((one) => one.scenario.scenario === data.scenario && one.strategy.id === data.strategy);
  const recipe = occasion === undefined ? undefined : recipeFor(occasion);
  return recipe === undefined
    ? action
    : { ...action, ...deliver(recipe, delivery, judged.document.uri) };
}
