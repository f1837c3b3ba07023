import { l10n } from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
} from 'vscode-languageclient';
import { RestartDelay } from './restart-delay.ts';

/** Broken messages in a row after which the connection counts as lost. */
const MOST_ERRORS = 3;

/** Starts a server that ended unasked again, waiting longer each time, and gives up in the end. */
export function crashHandler(): ErrorHandler {
  const delay = new RestartDelay();
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= MOST_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown,
    }),
    closed: async (): Promise<CloseHandlerResult> => {
      const wait = delay.next(Date.now());
      if (wait === undefined) {
        return {
          action: CloseAction.DoNotRestart,
          message: l10n.t(
            'The livepatch language server ended five times within three minutes and stays off. Its output tells why; “Livepatch: Restart Language Server” tries again.',
          ),
        };
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      return { action: CloseAction.Restart };
    },
  };
}
