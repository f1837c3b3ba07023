import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { statusNotification } from '../protocol/status.ts';
import { serverCapabilities } from './capabilities.ts';
import { clientFeatures } from './client-features.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { faultText } from './guard.ts';
import type { OpenJudge } from './judge.ts';
import { type KernelListener, KernelSession } from './kernel-session.ts';
import { connectionLogger } from './logger.ts';
import { registerRequests } from './requests.ts';
import { readSettings, settingsSection } from './settings.ts';
import { Workspace } from './workspace.ts';

/** What the composition root hands in. */
export interface ServerParts {
  readonly connection: Connection;
  readonly openJudge: OpenJudge;
  readonly version: string;
}

/** Pushes diagnostics for as long as the server lives; for clients that do not pull. */
function pushDiagnostics(connection: Connection, workspace: Workspace): DiagnosticsPublisher {
  const { documents, reports, logger } = workspace;
  const publisher = new DiagnosticsPublisher({
    reports,
    logger,
    style: () => workspace.diagnosticStyle,
    open: (uri) => documents.get(uri),
    send: (uri, version, diagnostics) => {
      void connection.sendDiagnostics({
        uri,
        diagnostics,
        ...(version === undefined ? {} : { version }),
      });
    },
  });
  documents.onDidChangeContent(({ document }) => publisher.schedule(document.uri));
  documents.onDidClose(({ document }) => publisher.close(document.uri));
  return publisher;
}

/** Asks the client to fetch anew what depends on the kernel. */
function refresh(
  connection: Connection,
  workspace: Workspace,
  publisher: DiagnosticsPublisher | undefined,
): void {
  for (const uri of workspace.documents.keys()) publisher?.schedule(uri);
  const { diagnosticRefresh, codeLensRefresh } = workspace.client;
  if (diagnosticRefresh) connection.languages.diagnostics.refresh();
  if (codeLensRefresh) {
    // A client that leaves meanwhile answers no more.
    connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
  }
}

async function configuration(connection: Connection, workspace: Workspace): Promise<unknown> {
  return workspace.client.configuration
    ? connection.workspace.getConfiguration(settingsSection)
    : workspace.client.options.settings;
}

function start({ connection, openJudge }: ServerParts, params: InitializeParams): Workspace {
  const logger = connectionLogger(connection);
  const workspace = new Workspace(connection, clientFeatures(params), logger);
  const publisher = workspace.client.pullDiagnostics
    ? undefined
    : pushDiagnostics(connection, workspace);

  const listener: KernelListener = {
    judgeChanged: (judge) => {
      workspace.reports.useJudge(judge);
      refresh(connection, workspace, publisher);
    },
    statusChanged: (status) => void connection.sendNotification(statusNotification, status),
  };
  const session = new KernelSession(openJudge, logger, listener);
  connection.onShutdown(() => {
    publisher?.dispose();
    session.dispose();
  });

  const applySettings = (section: unknown): void => {
    const { settings, problems } = readSettings(section);
    for (const problem of problems) connection.window.showWarningMessage(problem);
    workspace.useSettings(settings);
    session.choose({
      tree: settings['kernel.tree'] || undefined,
      release: settings['kernel.release'] || undefined,
    });
  };
  const readAndApply = async (pushed: unknown): Promise<void> => {
    try {
      applySettings(pushed ?? (await configuration(connection, workspace)));
    } catch (fault) {
      logger.error(`The settings could not be read: ${faultText(fault)}`);
      applySettings(undefined);
    }
  };

  connection.onInitialized(() => {
    if (workspace.client.configurationRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, {
        section: settingsSection,
      });
    }
    void readAndApply(undefined);
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const pushed = workspace.client.configuration ? undefined : sectionOf(settings);
    void readAndApply(pushed);
  });
  registerRequests(connection, workspace);
  return workspace;
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
    const { client } = start(parts, params);
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: 'livepatch-language-server', version: parts.version },
    };
  });
  parts.connection.listen();
}
