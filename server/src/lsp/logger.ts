import type { Connection } from 'vscode-languageserver';
import type { Logger } from '../ports/logger.ts';

/** A logger whose lines reach the client's output channel. */
export function connectionLogger(connection: Connection): Logger {
  return {
    error: (message) => connection.console.error(message),
    warn: (message) => connection.console.warn(message),
    info: (message) => connection.console.info(message),
    debug: (message) => connection.console.debug(message),
  };
}
