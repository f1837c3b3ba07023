import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
} from 'vscode-languageserver';
import { baselineName } from '../feasibility/ignores/baseline.ts';
import type { Logger } from '../ports/logger.ts';
import { type KernelsFound, kernelsFoundNotification } from '../protocol/kernels-found.ts';
import { statusNotification } from '../protocol/status.ts';
import type { KernelChoice } from './analysis.ts';
import { Baselines } from './baselines.ts';
import { serverCapabilities } from './capabilities.ts';
import type { Circumstances } from './circumstances.ts';
import { type ClientFeatures, clientFeatures } from './client-features.ts';
import { clientFiles } from './client-files.ts';
import { CurrentJudge } from './current-judge.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { faultText, guarded } from './guard.ts';
import { registerIgnoreCommand } from './ignore-command.ts';
import type { Judge, OpenJudge } from './judge.ts';
import { KernelSession } from './kernel-session.ts';
import type { WatchTree } from './kernel-watch.ts';
import { findKernels } from './kernels-found.ts';
import { connectionLogger } from './logger.ts';
import { OpenDocuments } from './open-documents.ts';
import { ShownOpening } from './opening.ts';
import { pullDiagnostics } from './pull-diagnostics.ts';
import { registerRequests } from './requests.ts';
import { readSettings, settingsSection } from './settings.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** What the composition root hands in. */
export interface ServerParts {
  readonly connection: Connection;
  readonly openJudge: OpenJudge;
  readonly files: WorkspaceFiles;
  readonly watchTree: WatchTree;
  readonly version: string;
}

/** One client's server, from its `initialize` on. */
class Server {
  readonly client: ClientFeatures;
  readonly #connection: Connection;
  readonly #logger: Logger;
  readonly #documents = new OpenDocuments();
  readonly #judge = new CurrentJudge(this.#documents);
  readonly #session: KernelSession;
  readonly #publisher: DiagnosticsPublisher | undefined;
  readonly #files: WorkspaceFiles;
  readonly #baselines: Baselines;
  #circumstances: Circumstances;
  #changes = 0;

  constructor({ connection, openJudge, files, watchTree }: ServerParts, params: InitializeParams) {
    this.#connection = connection;
    this.#logger = connectionLogger(connection);
    this.client = clientFeatures(params);
    const folders = (params.workspaceFolders ?? []).map(({ uri }) => uri.replace(/\/+$/, ''));
    this.#circumstances = { settings: readSettings(undefined).settings, baselines: [], folders };
    const reached = this.client.options.readsFiles ? clientFiles(connection, files) : files;
    this.#files = reached;
    this.#baselines = new Baselines(reached, () =>
      this.#useCircumstances({ ...this.#circumstances, baselines: this.#baselines.found }),
    );
    const context = {
      logger: this.#logger,
      client: this.client,
      circumstances: () => this.#circumstances,
      documents: () => this.#documents.texts,
    };
    const open = async (choice: KernelChoice): Promise<Judge> => {
      const shown = this.client.progress && choice.tree !== undefined ? connection : undefined;
      const opening = new ShownOpening(shown, 'Reading the kernel tree');
      return openJudge(choice, { ...context, opening }).finally(() => opening.done());
    };
    const host = { open, watchTree, logger: this.#logger };
    this.#session = new KernelSession(host, {
      judgeChanged: (judge) => {
        this.#judge.use(judge);
        this.#refresh();
      },
      statusChanged: (status) => void connection.sendNotification(statusNotification, status),
    });
    this.#publisher = this.client.pullDiagnostics ? undefined : this.#publishDiagnostics();
    this.#followDocuments();
    this.#followSettings();
    registerRequests(connection, this.#judge, this.#logger);
    this.#answerPulls();
    registerIgnoreCommand(connection, this.#judge, this.#logger);
    this.#followFiles();
    connection.onShutdown(() => {
      this.#publisher?.dispose();
      this.#session.dispose();
    });
  }

  /** Pushes diagnostics for as long as the server lives; for clients that do not pull. */
  #publishDiagnostics(): DiagnosticsPublisher {
    return new DiagnosticsPublisher({
      judge: this.#judge,
      documents: this.#documents,
      logger: this.#logger,
      circumstances: () => this.#changes,
      completed: () => this.#refreshBesides(),
      send: (uri, version, diagnostics) => {
        void this.#connection.sendDiagnostics({
          uri,
          diagnostics,
          ...(version === undefined ? {} : { version }),
        });
      },
    });
  }

  #answerPulls(): void {
    const world = {
      judge: this.#judge,
      documents: this.#documents,
      circumstances: () => this.#changes,
      completed: () => this.#refreshBesides(),
      refresh: () => this.#refreshPulled(),
    };
    this.#connection.languages.diagnostics.on(
      guarded('Diagnostics', this.#logger, ({ textDocument, previousResultId }, token) =>
        pullDiagnostics(world, textDocument.uri, previousResultId, token),
      ),
    );
  }

  #followDocuments(): void {
    this.#documents.listen(this.#connection, {
      opened: (document) => {
        this.#judge.told?.open(document);
        void this.#baselines.look(document.uri);
        this.#publisher?.schedule(document.uri);
      },
      edited: ({ uri, version }, edits) => {
        this.#judge.told?.edit(uri, version, edits);
        this.#publisher?.schedule(uri);
      },
      closed: (uri) => {
        this.#judge.told?.close(uri);
        this.#publisher?.close(uri);
      },
    });
  }

  #watchFiles(): void {
    if (!this.client.watchesFiles) return;
    const watchers = [{ globPattern: `**/${baselineName}` }];
    this.#connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((fault: unknown) => this.#logger.warn(`Files are not watched: ${faultText(fault)}`));
  }

  /** Tells the client which kernel trees the workspace has. */
  async #tellKernels(): Promise<void> {
    const kernels = await findKernels(this.#files, this.#circumstances.folders);
    if (kernels.length === 0) return;
    const found: KernelsFound = { kernels };
    await this.#connection.sendNotification(kernelsFoundNotification, found);
  }

  #followFiles(): void {
    this.#connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) void this.#baselines.reread(uri);
    });
  }

  #followSettings(): void {
    const connection = this.#connection;
    connection.onInitialized(() => {
      if (this.client.configurationRegistration) {
        void connection.client.register(DidChangeConfigurationNotification.type, {
          section: settingsSection,
        });
      }
      this.#watchFiles();
      void this.#tellKernels();
      void this.#readSettings(undefined);
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      const pushed = this.client.configuration ? undefined : sectionOf(settings);
      void this.#readSettings(pushed);
    });
  }

  async #readSettings(pushed: unknown): Promise<void> {
    const { configuration, options } = this.client;
    try {
      const asked = configuration
        ? this.#connection.workspace.getConfiguration(settingsSection)
        : options.settings;
      this.#applySettings(pushed ?? (await asked));
    } catch (fault) {
      this.#logger.error(`The settings could not be read: ${faultText(fault)}`);
      this.#applySettings(undefined);
    }
  }

  #applySettings(section: unknown): void {
    const { settings, problems } = readSettings(section);
    for (const problem of problems) this.#connection.window.showWarningMessage(problem);
    this.#useCircumstances({ ...this.#circumstances, settings });
    this.#session.choose({
      tree: settings['kernel.tree'] || undefined,
      release: settings['kernel.release'] || undefined,
    });
  }

  #useCircumstances(circumstances: Circumstances): void {
    this.#circumstances = circumstances;
    this.#changes += 1;
    this.#judge.told?.configure(circumstances);
    this.#refresh();
  }

  /** Tells anew, and asks the client to fetch anew, what depends on the kernel and on settings. */
  #refresh(): void {
    for (const uri of this.#documents.uris) this.#publisher?.schedule(uri);
    this.#refreshPulled();
    this.#refreshBesides();
  }

  /** What is shown between the lines beside diagnostics. */
  #refreshBesides(): void {
    if (this.client.codeLensRefresh) this.#ask(CodeLensRefreshRequest.method);
    if (this.client.inlayHintRefresh) this.#ask(InlayHintRefreshRequest.method);
  }

  #refreshPulled(): void {
    if (this.client.diagnosticRefresh) this.#connection.languages.diagnostics.refresh();
  }

  /** A client that leaves meanwhile answers no more. */
  #ask(method: string): void {
    this.#connection.sendRequest(method).catch(() => {});
  }
}

/** The settings of ours in a `workspace/didChangeConfiguration` of a client that sends them along. */
function sectionOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && settingsSection in settings
    ? (settings as Readonly<Record<string, unknown>>)[settingsSection]
    : settings;
}

/** Serves one client over `connection` until it leaves. */
export function startServer(parts: ServerParts): void {
  parts.connection.onInitialize((params): InitializeResult => {
    const { client } = new Server(parts, params);
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: 'livepatch-language-server', version: parts.version },
    };
  });
  parts.connection.listen();
}
