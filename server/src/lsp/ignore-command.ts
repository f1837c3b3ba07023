import { type Connection, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import * as z from 'zod';
import type { Logger } from '../ports/logger.ts';
import { serverIgnoreCommand } from '../protocol/ignore.ts';
import type { CurrentJudge } from './current-judge.ts';
import { guarded } from './guard.ts';

/** What {@link serverIgnoreCommand} takes. */
const ignoreArguments = z.tuple([
  z.object({
    uri: z.string(),
    code: z.string(),
    function: z.string().optional(),
    all: z.boolean().optional(),
  }),
  z.string().trim().min(1),
]);

/** Runs the server's one command: what the user gave a reason for is ignored by an edit of the workspace. */
export function registerIgnoreCommand(
  connection: Connection,
  judge: CurrentJudge,
  logger: Logger,
): void {
  connection.onExecuteCommand(
    guarded('Command', logger, async ({ command, arguments: given }, token) => {
      const read = ignoreArguments.safeParse(given);
      if (command !== serverIgnoreCommand || !read.success) {
        throw new ResponseError(ErrorCodes.InvalidParams, `${command} cannot be run like this.`);
      }
      const [request, reason] = read.data;
      const edit = await judge.ask('ignoreEdit', { request, reason }, token);
      if (edit === null) {
        throw new ResponseError(
          LSPErrorCodes.RequestFailed,
          'This finding is not there any more, or the document is in no folder.',
        );
      }
      await connection.workspace.applyEdit({ label: 'Ignore a finding', edit });
      return null;
    }),
  );
}
