/**
 * The client command that asks the user why a finding is to be ignored; its one argument is the
 * server's own and goes back to it as it is.
 */
export const ignoreCommand = 'livepatchFeasibility.ignore';

/**
 * The server command that writes the ignore: its arguments are that of {@link ignoreCommand} and the
 * reason, one line. The server answers with `workspace/applyEdit`.
 */
export const serverIgnoreCommand = 'livepatchFeasibility.server.ignore';
