import { gunzipSync, gzipSync } from 'node:zlib';
import { BSON, type Document, type IndexDescription, MongoClient } from 'mongodb';

interface DumpedCollection {
  readonly name: string;
  readonly indexes: readonly IndexDescription[];
  readonly documents: readonly Document[];
}

/** Every collection with its indexes, as canonical Extended JSON, compressed. */
export async function dumpMongodb(url: string): Promise<Buffer> {
  return withDatabase(url, async (db) => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).toSorted();
    const collections: DumpedCollection[] = [];
    for (const name of names) {
      const documents = await db.collection(name).find().sort({ _id: 1 }).toArray();
      const indexes = (await db.collection(name).indexes()).filter((index) => index.name !== '_id_');
      collections.push({ name, indexes: indexes.map(({ v: _, ...index }) => index as IndexDescription), documents });
    }
    return gzipSync(BSON.EJSON.stringify(collections, { relaxed: false }), { level: 9 });
  });
}

/** Into a database that is empty. */
export async function restoreMongodb(url: string, dump: Buffer): Promise<void> {
  const collections = BSON.EJSON.parse(gunzipSync(dump).toString(), { relaxed: false }) as DumpedCollection[];
  await withDatabase(url, async (db) => {
    for (const { name, indexes, documents } of collections) {
      await db.createCollection(name);
      if (documents.length > 0) await db.collection(name).insertMany([...documents]);
      if (indexes.length > 0) await db.collection(name).createIndexes(indexes.map(withPlainNumbers));
    }
  });
}

/** A server takes the numbers of an index's definition as integers only. */
function withPlainNumbers(index: IndexDescription): IndexDescription {
  return JSON.parse(BSON.EJSON.stringify(index, { relaxed: true })) as IndexDescription;
}

type Db = ReturnType<MongoClient['db']>;

async function withDatabase<T>(url: string, use: (db: Db) => Promise<T>): Promise<T> {
  const client = new MongoClient(url);
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
}
