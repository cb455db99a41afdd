/*
 * This folder implements `Database` on MongoDB: connection, indexes, documents and aggregations. No other folder uses
 * MongoDB, and this folder knows record types only through their entities. To understand it, read the function
 * `openMongodb` first.
 */

import type { CommandStartedEvent, Db, Document } from 'mongodb';
import type { Where } from '../../model/conditions.js';
import { StoreUnavailableError } from '../../model/errors.js';
import type { Database, Row, Selection, Statement, Write } from '../database.js';
import { entities } from '../entities/entities.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { probes } from '../entities/server/probes.js';
import type { Entity } from '../entity.js';
import { buildIndexes } from './build-indexes.js';
import { applyChangeSet, type Operation, wordOperations } from './change-set.js';
import { connect, limitOf } from './connect.js';
import { documentOf, filterOf, modificationOf, projectionOf, sortOf, stagesOf, valueStagesOf } from './documents.js';
import { type Aggregate, readsByLookups } from './live-lookups.js';
import { loadMapping, type Mapping } from './mapping.js';
import { dropObsoleteIndexes } from './obsolete-indexes.js';
import { makeReport } from './report.js';
import { isOnlyTaken, unlessTaken } from './taken.js';
import { isTrouble, limitOperations } from './trouble.js';
import { tryChangeSet } from './try-change-set.js';

/**
 * The change that a transaction makes to a document which it only checks. Without a change, MongoDB would allow others
 * to modify the document before the commit
 * (https://www.mongodb.com/docs/manual/core/transactions-production-consideration/).
 */
const LOCK = { $inc: { lock: 1 } };

/** The most documents of united aggregations that one command returns. */
const MAX_BATCH = 5000;

/** An option of reads. Without it, a read can return what is lost if the primary fails. */
const MAJORITY = { readConcern: { level: 'majority' } } as const;

/**
 * Creates missing indexes. MikroORM's own function is not used, because it first drops existing indexes, which would
 * make a running server slow.
 */
async function ensureIndexes(db: Db, { indexesOf }: Mapping): Promise<void> {
  await Promise.all(
    entities.map(async (entity) => {
      const indexes = indexesOf(entity);
      if (indexes.length > 0) await buildIndexes(db.collection(entity.table), indexes);
    }),
  );
}

export async function openMongodb(
  url: string,
  observe: ((statement: Statement) => void) | undefined,
): Promise<Database> {
  const client = await connect(url, observe !== undefined);
  const limitMs = limitOf(client);
  // If the URL names no database, the driver chooses `test`. Passgraph uses `passgraph` instead.
  const db = client.db(client.options.dbName === 'test' ? 'passgraph' : client.options.dbName);
  const collection = (entity: Entity<never>) => db.collection<Document>(entity.table);
  const mapping = await loadMapping();
  const { codecOf } = mapping;
  try {
    await ensureIndexes(db, mapping);
    await tryChangeSet(client, collection(probes).namespace, limitMs);
    await dropObsoleteIndexes(collection(auditEvents));
  } catch (error) {
    await client.close();
    throw isTrouble(error) ? new StoreUnavailableError('none', { cause: error }) : error;
  }
  const document = (entity: Entity<never>, record: Row) => documentOf(codecOf(entity), record);
  const filter = (entity: Entity<never>, where: Where) => filterOf(codecOf(entity), where);
  const reading = (entity: Entity<never>) => (entity.readsMajority ? MAJORITY : {});
  const aggregate: Aggregate = async (entity, id, stages) =>
    (
      await collection(entity)
        .aggregate([{ $match: filter(entity, { id }) }, ...stages])
        .toArray()
    )[0];
  /**
   * Runs several aggregations as one statement and returns the documents of each. Every document in the result of the
   * statement contains the number of the aggregation that it belongs to.
   */
  const batches = async (entity: Entity<never>, aggregations: readonly Document[][]): Promise<Document[][]> => {
    const [first = [], ...others] = aggregations.map((stages, batch) => [...stages, { $addFields: { batch } }]);
    const united = others.map((pipeline) => ({ $unionWith: { coll: entity.table, pipeline } }));
    const documents = await collection(entity)
      .aggregate([...first, ...united], { batchSize: MAX_BATCH, ...reading(entity) })
      .toArray();
    const found = Map.groupBy(documents, ({ batch }) => batch);
    return aggregations.map((_, batch) => (found.get(batch) ?? []).map(({ batch: _batch, ...document }) => document));
  };
  if (observe !== undefined) {
    client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) =>
      observe({ text: commandName, values: command }),
    );
  }

  const operationOf = (write: Write): Operation => {
    const namespace = collection(write.entity).namespace;
    switch (write.kind) {
      case 'insert':
        return { namespace, name: 'insertOne', document: document(write.entity, write.record) };
      case 'update': {
        const change = modificationOf(codecOf(write.entity), write.changes);
        return { namespace, name: 'updateOne', filter: filter(write.entity, write.where), update: change };
      }
      case 'delete':
        return { namespace, name: 'deleteOne', filter: filter(write.entity, write.where) };
      case 'check':
        return { namespace, name: 'updateOne', filter: filter(write.entity, write.where), update: LOCK };
    }
  };
  /**
   * Returns a function that finds out whether the audit event of a change set is stored. Returns `undefined` if the
   * change set contains no audit event.
   */
  const isStored = (writes: readonly Write[]) => {
    const event = writes.find((write) => write.kind === 'insert' && write.entity.table === auditEvents.table);
    if (event?.kind !== 'insert') return undefined;
    const id = { _id: event.record.id } as Document;
    return async (timeoutMS: number) =>
      (await collection(event.entity).findOne(id, { ...MAJORITY, timeoutMS })) !== null;
  };

  const database: Database = {
    numbersEvents: false,
    insert: (entity, record) =>
      unlessTaken(async () => (await collection(entity).insertOne(document(entity, record))).acknowledged),
    insertAbsent: async (entity, records) => {
      try {
        const documents = records.map((record) => document(entity, record));
        return (await collection(entity).insertMany(documents, { ordered: false })).insertedCount;
      } catch (error) {
        if (isOnlyTaken(error)) return error.insertedCount;
        throw error;
      }
    },
    select: async <T>(entity: Entity<T>, { where, others, orderBy, limit, fields }: Selection) => {
      const cursor = collection(entity).find(filter(entity, { ...where, ...others }), reading(entity));
      if (orderBy !== undefined) cursor.sort(sortOf(codecOf(entity), orderBy));
      if (fields !== undefined) cursor.project(projectionOf(codecOf(entity), fields));
      // Without a size, the first 101 documents are one batch, and more need another command.
      if (limit !== undefined) cursor.limit(limit).batchSize(limit + 1);
      return (await cursor.toArray()).map((found) => codecOf(entity).decode(found) as T);
    },
    selectEach: async <T>(entity: Entity<T>, selections: readonly Selection[]) => {
      const found = await batches(
        entity,
        selections.map((selection) => stagesOf(codecOf(entity), selection)),
      );
      return found.map((documents) => documents.map((document) => codecOf(entity).decode(document) as T));
    },
    distinct: async (entity, field, selection) =>
      (
        await collection(entity)
          .aggregate(valueStagesOf(codecOf(entity), field, selection))
          .toArray()
      ).map(({ _id }) => String(_id)),
    count: (entity, where, limit) =>
      Object.keys(where).length === 0
        ? collection(entity).estimatedDocumentCount()
        : collection(entity).countDocuments(filter(entity, where), {
            ...reading(entity),
            ...(limit !== undefined && { limit }),
          }),
    countEach: async (entity, wheres) =>
      (
        await batches(
          entity,
          wheres.map((where) => [{ $match: filter(entity, where) }, { $group: { _id: null, count: { $sum: 1 } } }]),
        )
      ).map(([counted]) => Number(counted?.count ?? 0)),
    // The update succeeded if a document matched, even if none was modified: MongoDB does not count a document as
    // modified if it already had the new values.
    update: (entity, where, changes) =>
      unlessTaken(async () => {
        const change = modificationOf(codecOf(entity), changes);
        return (await collection(entity).updateOne(filter(entity, where), change)).matchedCount > 0;
      }),
    increment: async (entity, where, field) => {
      const change = { $inc: { [codecOf(entity).columnOf(field)]: 1 } };
      return (await collection(entity).updateOne(filter(entity, where), change)).matchedCount > 0;
    },
    delete: async (entity, where) => (await collection(entity).deleteOne(filter(entity, where))).deletedCount > 0,
    deleteAll: async (entity, where) => (await collection(entity).deleteMany(filter(entity, where))).deletedCount,
    take: async <T>(entity: Entity<T>, where: Where) => {
      const taken = await collection(entity).findOneAndDelete(filter(entity, where));
      return taken === null ? undefined : (codecOf(entity).decode(taken) as T);
    },
    commit: (writes) => {
      const following = writes.flatMap((write) => wordOperations((words) => collection(words).namespace, write));
      return applyChangeSet(client, writes.map(operationOf), { following, isStored: isStored(writes), limitMs });
    },
    ...readsByLookups(codecOf, aggregate),
    // Does nothing, because MongoDB deletes expired records by TTL indexes.
    sweep: async () => undefined,
    maintain: async () => undefined,
    report: () => makeReport(db),
    checkFreeSpace: async () => undefined,
    close: () => client.close(),
  };
  return limitOperations(database, limitMs);
}
