import type { InitializeParams } from 'vscode-languageserver';
import * as z from 'zod';
import type { ClientOptions } from '../protocol/client-options.ts';

/** How a client gets to see a new text: by its own command, or as a file that a workspace edit makes. */
export type Delivery = 'command' | 'file';

/** What the client can do, as far as the server's answers depend on it. */
export interface ClientFeatures {
  readonly markdown: boolean;
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly pullDiagnostics: boolean;
  readonly diagnosticRefresh: boolean;
  readonly relatedInformation: boolean;
  /** Shows code actions that cannot be run, with the reason. */
  readonly disabledActions: boolean;
  /** How a new text reaches the user; `undefined`: not at all. */
  readonly delivery: Delivery | undefined;
  /** Lets what a code action does be filled in later. */
  readonly lazyActions: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  /** Workspace edits can make files. */
  readonly createsFiles: boolean;
  /** Tells of changed files that the server asks to be told of. */
  readonly watchesFiles: boolean;
  /** Shows the progress of work that the server begins by itself. */
  readonly progress: boolean;
  readonly options: ClientOptions;
}

const optionsSchema = z.object({
  showsText: z.boolean().optional(),
  showsTransition: z.boolean().optional(),
  commandLinks: z.boolean().optional(),
  asksReason: z.boolean().optional(),
  readsFiles: z.boolean().optional(),
  rulePages: z.string().optional(),
  settings: z.unknown().optional(),
});

function readOptions(value: unknown): ClientOptions {
  const result = optionsSchema.safeParse(value ?? {});
  if (!result.success) return {};
  const given = Object.entries(result.data).filter(([, option]) => option !== undefined);
  return Object.fromEntries(given);
}

/** Naming the operation implies `documentChanges`, which Neovim 0.7 leaves out. */
function createsFiles(params: InitializeParams): boolean {
  const edits = params.capabilities.workspace?.workspaceEdit;
  return edits?.resourceOperations?.includes('create') ?? false;
}

/** Reads the client's side of `initialize`; options of the wrong shape count as left out. */
export function clientFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace } = params.capabilities;
  const options = readOptions(params.initializationOptions);
  const delivery = options.showsText ? 'command' : createsFiles(params) ? 'file' : undefined;
  const resolvable = textDocument?.codeAction?.resolveSupport?.properties ?? [];
  return {
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    configuration: workspace?.configuration ?? false,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    diagnosticRefresh: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation ?? false,
    disabledActions: textDocument?.codeAction?.disabledSupport ?? false,
    delivery,
    lazyActions: resolvable.includes(delivery === 'command' ? 'command' : 'edit'),
    codeLensRefresh: workspace?.codeLens?.refreshSupport ?? false,
    createsFiles: createsFiles(params),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    progress: params.capabilities.window?.workDoneProgress ?? false,
    inlayHintRefresh: workspace?.inlayHint?.refreshSupport ?? false,
    options,
  };
}
