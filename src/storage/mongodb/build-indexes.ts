import { type Collection, type Document, type IndexDescription, MongoServerError } from 'mongodb';

/** MongoDB's error code for a collection that does not exist. */
const NAMESPACE_NOT_FOUND = 26;

/**
 * Creates the indexes that are missing. Building one on a large collection can take minutes, so this has no time limit.
 * The question which are missing has the usual limit, so that a server that does not respond cannot stop the start.
 */
export async function buildIndexes(collection: Collection<Document>, indexes: IndexDescription[]): Promise<void> {
  const present = await namesOf(collection);
  const isComplete = indexes.every((index) => present.has(nameOf(index)));
  await collection.createIndexes(indexes, isComplete ? {} : { timeoutMS: 0 });
}

async function namesOf(collection: Collection<Document>): Promise<ReadonlySet<string | undefined>> {
  try {
    return new Set((await collection.indexes()).map(({ name }) => name));
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return new Set();
    throw error;
  }
}

/** The name that the driver gives to an index without a name. */
function nameOf({ name, key }: IndexDescription): string {
  return name ?? Object.entries(key).flat().join('_');
}
