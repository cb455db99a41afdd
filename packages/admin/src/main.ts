/**
 * The whole of `passgraph-admin`: the typed client of the administration API, and the commands that call it. This
 * package must not import from the server; it knows the API only by `generated/`, which is made from its schema.
 * Start reading at `client/admin-client.ts` for the client, and at `run-command.ts` for the commands.
 */

export * from './client/admin-client.js';
export { runCommand } from './run-command.js';
