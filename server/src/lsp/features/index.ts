import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Position, TextRange } from '../../ports/position.ts';
import type { IgnoreRequest } from '../../protocol/ignore.ts';
import type {
  NoTransition,
  TransitionAnswer,
  TransitionParams,
} from '../../protocol/transition.ts';
import type { Workspace } from '../workspace.ts';
import { allActions } from './all-actions.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import { codeLenses } from './code-lens.ts';
import { definition } from './definition.ts';
import { diagnostics } from './diagnostics.ts';
import { documentLinks } from './document-links.ts';
import { folding } from './folding.ts';
import { hover } from './hover.ts';
import { ignoreEdit } from './ignore-edit.ts';
import { inlayHints } from './inlay-hints.ts';
import { namedAt } from './named-functions.ts';
import { functionsByHunk, outline } from './outline.ts';
import { references } from './references.ts';
import { readActionData, resolveAction } from './resolve-action.ts';
import { transition } from './transition.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

interface RangeParams extends DocumentParams {
  readonly range: TextRange;
}

interface ReferenceParams extends PlaceParams {
  readonly context: { readonly includeDeclaration: boolean };
}

/** How long an outline waits for the names of the judged functions, in milliseconds. */
const outlinePatience = 200;

interface PlaceParams extends DocumentParams {
  readonly position: Position;
}

/** What was found in one version of a document. */
export interface FoundDiagnostics {
  readonly version: number;
  readonly items: readonly Diagnostic[];
  /** False for the first part of a large document's: asking again gives more. */
  readonly isComplete: boolean;
  /** How long the judgement took. */
  readonly milliseconds: number;
}

/** After how many milliseconds a part of the answer will do; `undefined`: never. */
interface Patience {
  readonly uri: string;
  readonly patience: number | undefined;
}

/** Everything that can be asked about documents; each entry has its own file beside this one. */
export const features = {
  async diagnostics(
    workspace: Workspace,
    { uri, patience }: Patience,
  ): Promise<FoundDiagnostics | null> {
    const { reports, diagnosticStyle } = workspace;
    const judged = await (patience === undefined
      ? reports.judged(uri)
      : reports.soFar(uri, patience));
    if (judged === undefined) return null;
    const { isComplete, milliseconds, document } = judged;
    const report = workspace.withoutIgnored(judged);
    const items = diagnostics({ ...judged, report }, diagnosticStyle);
    return { version: document.version, items, isComplete, milliseconds };
  },

  async hover(
    workspace: Workspace,
    { textDocument, position }: PlaceParams,
    token: CancellationToken,
  ): Promise<Hover | null> {
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    return judged === undefined
      ? null
      : hover(
          judged,
          position,
          workspace.client.markdown,
          workspace.inTree,
          workspace.client.options.commandLinks,
        );
  },

  async codeAction(
    workspace: Workspace,
    params: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const judged = await workspace.judgedSoFar(params.textDocument.uri, token);
    return judged === undefined ? [] : allActions(workspace, judged, params);
  },

  async codeActionResolve(
    workspace: Workspace,
    action: CodeAction,
    token: CancellationToken,
  ): Promise<CodeAction> {
    const uri = readActionData(action.data)?.uri;
    const judged = uri === undefined ? undefined : await workspace.judged(uri, token);
    return judged === undefined ? action : resolveAction(action, judged, workspace.client.delivery);
  },

  async ignoreEdit(
    workspace: Workspace,
    { request, reason }: { readonly request: IgnoreRequest; readonly reason: string },
    token: CancellationToken,
  ): Promise<WorkspaceEdit | null> {
    const judged = await workspace.judged(request.uri, token);
    if (judged === undefined) return null;
    return ignoreEdit(judged, request, reason, workspace.circumstances) ?? null;
  },

  async codeLens(
    workspace: Workspace,
    { textDocument }: DocumentParams,
    token: CancellationToken,
  ): Promise<CodeLens[]> {
    if (!workspace.circumstances.settings['codeLens.enabled']) return [];
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    return judged === undefined
      ? []
      : codeLenses(judged, workspace.client.options.showsTransition ?? false);
  },

  async definition(
    workspace: Workspace,
    { textDocument, position }: PlaceParams,
    token: CancellationToken,
  ): Promise<Location[] | null> {
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    return judged === undefined ? null : definition(judged, position, workspace.inTree);
  },

  async references(
    workspace: Workspace,
    { textDocument, position, context }: ReferenceParams,
    token: CancellationToken,
  ): Promise<Location[]> {
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    if (judged === undefined) return [];
    const { graph } = workspace.analysis;
    const named = namedAt(judged, position, graph, workspace.treePathOf(textDocument.uri));
    return references(judged, named, graph, workspace.inTree, context.includeDeclaration);
  },

  async prepareCallHierarchy(
    workspace: Workspace,
    { textDocument, position }: PlaceParams,
    token: CancellationToken,
  ): Promise<CallHierarchyItem[] | null> {
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    if (judged === undefined) return null;
    const { graph } = workspace.analysis;
    const named = namedAt(judged, position, graph, workspace.treePathOf(textDocument.uri));
    return prepareCallHierarchy(graph, named, workspace.inTree);
  },

  async incomingCalls(
    { analysis, inTree }: Workspace,
    { item }: { readonly item: CallHierarchyItem },
  ): Promise<CallHierarchyIncomingCall[] | null> {
    return incomingCalls(analysis.graph, item, inTree);
  },

  async outgoingCalls(
    { analysis, inTree }: Workspace,
    { item }: { readonly item: CallHierarchyItem },
  ): Promise<CallHierarchyOutgoingCall[] | null> {
    return outgoingCalls(analysis.graph, item, inTree);
  },

  async workspaceSymbols(
    { analysis, inTree }: Workspace,
    { query }: { readonly query: string },
  ): Promise<SymbolInformation[]> {
    return workspaceSymbols(analysis.graph, query, inTree);
  },

  async documentLinks(
    workspace: Workspace,
    { textDocument }: DocumentParams,
  ): Promise<DocumentLink[]> {
    const document = workspace.patchDocument(textDocument.uri);
    const address = workspace.circumstances.settings['links.commit'];
    return document === undefined ? [] : documentLinks(document, workspace.inTree, address);
  },

  async inlayHints(
    workspace: Workspace,
    { textDocument, range }: RangeParams,
    token: CancellationToken,
  ): Promise<InlayHint[]> {
    const { settings } = workspace.circumstances;
    const choice = {
      verdict: settings['inlayHints.verdict'],
      callers: settings['inlayHints.callers'],
    };
    if (!choice.verdict && !choice.callers) return [];
    const judged = await workspace.judgedSoFar(textDocument.uri, token);
    return judged === undefined ? [] : inlayHints(judged, range, choice, workspace.analysis.graph);
  },

  async outline(workspace: Workspace, { textDocument }: DocumentParams): Promise<DocumentSymbol[]> {
    const document = workspace.patchDocument(textDocument.uri);
    if (document === undefined) return [];
    // Without functions the outline is there at once: those of a large patch need not be waited for.
    const judged = await workspace.reports.within(textDocument.uri, outlinePatience);
    return outline(document.patch, functionsByHunk(judged));
  },

  async folding(workspace: Workspace, { textDocument }: DocumentParams): Promise<FoldingRange[]> {
    const document = workspace.patchDocument(textDocument.uri);
    return document === undefined ? [] : folding(document);
  },

  async transition(
    workspace: Workspace,
    params: TransitionParams,
    token: CancellationToken,
  ): Promise<TransitionAnswer | NoTransition> {
    const judged = await workspace.judgedSoFar(params.uri, token);
    return judged === undefined
      ? { kind: 'none', reason: 'Open a patch or a livepatch module first.' }
      : transition(judged, params);
  },
};

type Features = typeof features;

export type FeatureName = keyof Features;

/** What a feature takes; plain data. */
export type FeatureParams<Name extends FeatureName> = Parameters<Features[Name]>[1];

/** What a feature gives; plain data. */
export type FeatureAnswer<Name extends FeatureName> = Awaited<ReturnType<Features[Name]>>;
