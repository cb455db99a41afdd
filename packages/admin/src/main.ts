/**
 * This package contains the typed client for the administration API and the commands that use the client. It must not
 * import anything from the server, whose API it knows only from `generated/`. Start reading at `client/admin-client.ts`
 * for the client, and at `run-command.ts` for the commands.
 */

export * from './client/admin-client.js';
export { runCommand } from './run-command.js';
