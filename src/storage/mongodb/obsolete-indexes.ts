import type { Collection, Document } from 'mongodb';

/** Indexes of audit events that earlier versions created. The first one deletes events, which a checkpoint must precede. */
const OBSOLETE = [
  'expiresAt_1',
  'clientId_1_sequence_1',
  ...['type', 'outcome', 'actorId', 'userId', 'clientId', 'sessionId', 'resourceId'].map((field) => `${field}_1__id_1`),
];

/** Drops the indexes of the audit log that this version does not use. Another process may drop them at the same time. */
export async function dropObsoleteIndexes(events: Collection<Document>): Promise<void> {
  const present = (await events.indexes()).flatMap(({ name }) => name ?? []);
  for (const name of OBSOLETE.filter((obsolete) => present.includes(obsolete))) {
    await events.dropIndex(name).catch(async (error: unknown) => {
      if ((await events.indexes()).some((index) => index.name === name)) throw error;
    });
  }
}
