/**
 * This package contains the typed client for the administration API, and the commands that use this client. It must not
 * import the server's code: everything that it needs to know about the API is in `generated/`. To understand the
 * client, read `client/admin-client.ts` first. To understand the commands, read `run-command.ts` first.
 */

export * from './client/admin-client.js';
export { runCommand } from './run-command.js';
