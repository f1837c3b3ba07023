import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Logger } from '../ports/logger.ts';

/** The text of whatever was thrown, with its stack where it has one. */
export function faultText(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/** The answer to a request that the client took back. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** The answer to a request that the kernel in use was changed under. */
export function outdated(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'Another kernel was chosen meanwhile.');
}

/**
 * A request handler whose faults are logged and answered as an error of that one request, so that
 * the server goes on. Answers that were meant as errors (`ResponseError`) pass through.
 */
export function guarded<Args extends readonly unknown[], Result>(
  name: string,
  logger: Logger,
  handler: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (fault) {
      if (fault instanceof ResponseError) throw fault;
      logger.error(`${name} failed: ${faultText(fault)}`);
      const summary = fault instanceof Error ? fault.message : String(fault);
      throw new ResponseError(ErrorCodes.InternalError, `${name} failed: ${summary}`);
    }
  };
}
