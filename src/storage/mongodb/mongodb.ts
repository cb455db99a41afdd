import { MikroORM, MongoDriver } from '@mikro-orm/mongodb';
import { type CommandStartedEvent, type Document, MongoClient, MongoServerError } from 'mongodb';
import { type Codec, type CodecOf, makeCodec } from '../codec.js';
import { plainWhere, type Where } from '../conditions.js';
import type { Database, Row, Selection, Statement } from '../database.js';
import { nouns } from '../entities.js';
import type { Noun } from '../entity.js';
import { sessions } from '../stores/access/session-store.js';
import { type Aggregate, liveByLookups, sessionByLookups } from './live-lookups.js';

/** How long a statement waits for a primary, where the URL does not say. */
const SERVER_SELECTION_TIMEOUT = 5000;
const DUPLICATE_KEY = 11000;

/** The driver's words, unless there could be something of the URL's credentials in them. */
const reasonOf = (error: unknown, url: string): string => {
  const message = error instanceof Error ? error.message : String(error);
  const userInfo = url.slice(url.indexOf('//') + 2, Math.max(url.lastIndexOf('@'), 0));
  const parts = userInfo.split(':').filter((part) => part !== '');
  const leaks =
    message.includes(url) || parts.some((part) => message.includes(part) || message.includes(decoded(part)));
  return leaks ? 'it is malformed' : message;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const clientOf = (url: string, monitored: boolean): MongoClient => {
  let client: MongoClient;
  try {
    client = new MongoClient(url, {
      // What was acknowledged outlives the death of a server, and of the primary.
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
      monitorCommands: monitored,
      ...(/[?&]serverSelectionTimeoutMS=/i.test(url) ? {} : { serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT }),
    });
  } catch (error) {
    throw new Error(`DATABASE_URL is not a MongoDB URL: ${reasonOf(error, url)}`);
  }
  if (client.options.readPreference.mode !== 'primary') {
    throw new Error('DATABASE_URL must not set a readPreference: what was ended has to be seen by the next read');
  }
  return client;
};

const reach = async (client: MongoClient, url: string): Promise<void> => {
  try {
    await client.db().command({ ping: 1 });
  } catch (error) {
    await client.close();
    const where = client.options.srvHost ?? client.options.hosts.join(',');
    throw new Error(`DATABASE_URL: no MongoDB answers at ${where}: ${reasonOf(error, url)}`);
  }
};

const unlessTaken = async (write: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
};

const keyed = ({ id, ...rest }: Record<string, unknown>): Document => (id === undefined ? rest : { _id: id, ...rest });

const condition = (where: Where): Document => {
  const { plain, members } = plainWhere(where);
  const filter = keyed(plain);
  if (filter.$or !== undefined) filter.$or = filter.$or.map(keyed);
  for (const [field, id] of members) filter[`${field}.id`] = id;
  return filter;
};

const sortOf = (orderBy: { readonly [field: string]: 'asc' | 'desc' }): Document =>
  Object.fromEntries(Object.entries(orderBy).map(([field, direction]) => [field, direction === 'asc' ? 1 : -1]));

const stagesOf = ({ where, orderBy, limit }: Selection): Document[] => [
  { $match: condition(where) },
  ...(orderBy === undefined ? [] : [{ $sort: keyed(sortOf(orderBy)) }]),
  ...(limit === undefined ? [] : [{ $limit: limit }]),
];

const modification = (changes: Row): Document => {
  const set = Object.entries(changes).filter(([, value]) => value !== undefined);
  const unset = Object.entries(changes).filter(([, value]) => value === undefined);
  return {
    ...(set.length === 0 ? {} : { $set: Object.fromEntries(set) }),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map(([field]) => [field, ''])) }),
  };
};

type Orm = Awaited<ReturnType<typeof mapped>>;

const mapped = (client: MongoClient) =>
  MikroORM.init({
    driver: MongoDriver,
    // A URL without a database has the driver's default, `test`.
    dbName: client.options.dbName === 'test' ? 'passgraph' : client.options.dbName,
    driverOptions: client,
    entities: nouns.map((noun) => noun.entity),
    forceUndefined: true,
  });

/** Makes what is missing. MikroORM's own way drops the indexes of a collection to make them again: not under load. */
const ensureIndexes = async (orm: Orm): Promise<void> => {
  const column = (property: string) => (property === 'id' ? '_id' : property);
  await Promise.all(
    nouns.map(async (noun) => {
      const meta = orm.getMetadata().get(noun.entity);
      const indexes = [
        ...meta.indexes.map(({ properties, options }) => ({
          key: Object.fromEntries([properties ?? []].flat().map((property) => [column(String(property)), 1])),
          ...(options as Document | undefined),
        })),
        ...meta.props
          .filter((property) => property.unique === true)
          .map(({ name, nullable }) => ({ key: { [name]: 1 }, unique: true, ...(nullable ? { sparse: true } : {}) })),
        ...(noun.entity === sessions.entity ? [{ key: { 'clients.id': 1, _id: 1 } }] : []),
      ];
      if (indexes.length > 0)
        await orm.em.getDriver().getConnection().getCollection(noun.entity).createIndexes(indexes);
    }),
  );
};

export const openMongodb = async (
  url: string,
  observe: ((statement: Statement) => void) | undefined,
): Promise<Database> => {
  const client = clientOf(url, observe !== undefined);
  await reach(client, url);
  const orm = await mapped(client);
  await ensureIndexes(orm);
  const driver = orm.em.getDriver();
  const codecs = new Map(
    nouns.map((noun) => [noun.entity, makeCodec(orm.getMetadata().get(noun.entity), driver.getPlatform())]),
  );
  const codecOf: CodecOf = (noun) => codecs.get(noun.entity) as Codec;
  const collection = (noun: Noun<never>) => driver.getConnection('write').getCollection<Document>(noun.entity);
  const document = (noun: Noun<never>, record: Row) => keyed(codecOf(noun).encode(record));
  const aggregate: Aggregate = async (noun, id, stages) =>
    (
      await collection(noun)
        .aggregate([{ $match: condition({ id }) }, ...stages])
        .toArray()
    )[0];
  /** What each of several aggregations answers, by one that says of each document whose it is. */
  const batches = async (noun: Noun<never>, aggregations: readonly Document[][]): Promise<Document[][]> => {
    const [first = [], ...others] = aggregations.map((stages, batch) => [...stages, { $addFields: { batch } }]);
    const united = others.map((pipeline) => ({ $unionWith: { coll: noun.table, pipeline } }));
    const documents = await collection(noun)
      .aggregate([...first, ...united])
      .toArray();
    const found = Map.groupBy(documents, ({ batch }) => batch);
    return aggregations.map((_, batch) => (found.get(batch) ?? []).map(({ batch: _batch, ...document }) => document));
  };
  if (observe !== undefined) {
    client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) =>
      observe({ text: commandName, values: command }),
    );
  }

  return {
    insert: (noun, record) =>
      unlessTaken(async () => (await collection(noun).insertOne(document(noun, record))).acknowledged),
    insertMany: async (noun, records) => {
      await collection(noun).insertMany(records.map((record) => document(noun, record)));
    },
    select: async <T>(noun: Noun<T>, { where, orderBy, limit }: Selection) => {
      const cursor = collection(noun).find(condition(where));
      if (orderBy !== undefined) cursor.sort(keyed(orderBy));
      if (limit !== undefined) cursor.limit(limit);
      return (await cursor.toArray()).map((found) => codecOf(noun).decode(found) as T);
    },
    selectEach: async <T>(noun: Noun<T>, selections: readonly Selection[]) => {
      const found = await batches(noun, selections.map(stagesOf));
      return found.map((documents) => documents.map((document) => codecOf(noun).decode(document) as T));
    },
    count: (noun, where) =>
      Object.keys(where).length === 0
        ? collection(noun).estimatedDocumentCount()
        : collection(noun).countDocuments(condition(where)),
    countEach: async (noun, wheres) =>
      (
        await batches(
          noun,
          wheres.map((where) => [{ $match: condition(where) }, { $group: { _id: null, count: { $sum: 1 } } }]),
        )
      ).map(([counted]) => Number(counted?.count ?? 0)),
    // Matched, not modified: a change to what is already there is a change.
    update: (noun, where, changes) =>
      unlessTaken(async () => {
        const change = modification(codecOf(noun).encode(changes));
        return (await collection(noun).updateOne(condition(where), change)).matchedCount > 0;
      }),
    delete: async (noun, where) => (await collection(noun).deleteOne(condition(where))).deletedCount > 0,
    deleteAll: async (noun, where) => (await collection(noun).deleteMany(condition(where))).deletedCount,
    take: async <T>(noun: Noun<T>, where: Where) => {
      const taken = await collection(noun).findOneAndDelete(condition(where));
      return taken === null ? undefined : (codecOf(noun).decode(taken) as T);
    },
    readLive: liveByLookups(codecOf, aggregate),
    readSession: sessionByLookups(codecOf, aggregate),
    ping: async () => {
      await client.db().command({ ping: 1 });
    },
    // The TTL indexes do it.
    sweep: async () => undefined,
    close: () => orm.close(),
  };
};
