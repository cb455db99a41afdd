import type { Document } from 'mongodb';

/** The first version in which one command can write to several collections in a transaction. */
const FIRST_VERSION = 8;

/**
 * Checks that the server supports change sets: transactions need a replica set or a sharded cluster
 * (https://www.mongodb.com/docs/manual/core/transactions/). `hello` and `buildInfo` are the responses of the server to
 * these commands.
 *
 * @throws Error that says what to do
 */
export function checkServer(hello: Document, buildInfo: Document): void {
  const version = String(buildInfo.version ?? 'unknown');
  if (!(Number.parseInt(version, 10) >= FIRST_VERSION)) {
    throw new Error(
      `DATABASE_URL: the server has version ${version}, but Passgraph needs MongoDB ${FIRST_VERSION}.0 or later. Upgrade MongoDB.`,
    );
  }
  const isSharded = hello.msg === 'isdbgrid';
  if (hello.setName === undefined && !isSharded) {
    throw new Error(
      'DATABASE_URL: this MongoDB server is not a member of a replica set, so it has no transactions. Start it with --replSet rs0 and run rs.initiate() once; one server is enough. docs/operation.md describes the steps.',
    );
  }
}
