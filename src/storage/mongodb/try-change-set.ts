import { type MongoClient, MongoServerError } from 'mongodb';
import { applyChangeSet } from './change-set.js';

/**
 * Tries a change set that matches no document of the collection, so that it changes nothing. MongoDB 8 refuses the
 * command of a change set while its data has the `featureCompatibilityVersion` of MongoDB 7.
 *
 * @throws Error that says what to do, if the server does not support change sets
 */
export async function tryChangeSet(client: MongoClient, namespace: string, limitMs: number): Promise<void> {
  const operation = { namespace, name: 'updateOne', filter: { _id: TRIAL_ID }, update: { $inc: { lock: 1 } } } as const;
  try {
    await applyChangeSet(client, [operation], { isStored: undefined, limitMs });
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    // The driver puts the answer of the server into the cause.
    const { message } = error.cause instanceof MongoServerError ? error.cause : error;
    throw new Error(
      `DATABASE_URL: the MongoDB server refuses to change several records in one transaction. If it was upgraded from MongoDB 7, run db.adminCommand({ setFeatureCompatibilityVersion: '8.0', confirm: true }); docs/operation.md describes the steps. The server reports: ${message}`,
      { cause: error },
    );
  }
}

/** No document has this id. */
const TRIAL_ID = 'trial-at-start' as never;
