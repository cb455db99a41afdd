/**
 * This package contains the typed client for the administration API, and the commands that use this client. It must not
 * import the server's code: everything it needs about the API is in `generated/`. Start reading at
 * `client/admin-client.ts` for the client, and at `run-command.ts` for the commands.
 */

export * from './client/admin-client.js';
export { runCommand } from './run-command.js';
