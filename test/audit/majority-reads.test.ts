import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Document, MongoClient } from 'mongodb';
import type { Store } from '../../src/model/store.js';
import type { Statement } from '../../src/storage/database.js';
import { openStore } from '../../src/storage/open-store.js';
import { anAuditEvent, present } from '../storage/records.js';
import { describeOnMongodb, mongodbDatabase, type TestDatabase } from '../support/stores.js';

describeOnMongodb('followers on MongoDB', () => {
  let database: TestDatabase;
  let client: MongoClient;
  let store: Store;
  const observed: Statement[] = [];
  beforeEach(async () => {
    database = await mongodbDatabase();
    client = new MongoClient(database.config.kind === 'mongodb' ? database.config.url : '');
    const events = client.db().collection('audit_events');
    await events.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    await events.createIndex({ type: 1, _id: 1 });
    store = await openStore(database.config, { onStatement: (statement) => observed.push(statement) });
  });
  afterEach(async () => {
    await store.close();
    await client.close();
    await database.drop();
  });
  const pages = (first = 10) =>
    Promise.all(
      (['OLDEST_FIRST', 'NEWEST_FIRST'] as const).map(async (order) => {
        const { items } = await store.auditEvents.page({ first }, order, { from: new Date(0) });
        return items.map(({ record }) => record.sequence);
      }),
    );

  it('read with the read concern majority', async () => {
    await store.auditEvents.insertAbsent([anAuditEvent()]);
    await store.auditEvents.numberEvents('test', present);
    observed.length = 0;
    await pages();
    await store.auditEvents.endCursor();
    const reads = observed.filter(({ text }) => text === 'find' || text === 'aggregate');
    expect(reads.length).toBeGreaterThan(4);
    for (const { values } of reads) expect((values as Document).readConcern).toEqual({ level: 'majority' });
  });

  it('never read past the head', async () => {
    await store.auditEvents.insertAbsent([anAuditEvent(), anAuditEvent(), anAuditEvent()]);
    await store.auditEvents.numberEvents('test', present);
    await client
      .db()
      .collection('audit_heads')
      .updateOne({}, { $set: { sequence: 2 } });
    expect((await pages())[0]).toEqual([1, 2]);
  });

  it('lose no event to an index of version 0.1 that deletes events', async () => {
    const indexes = await client.db().collection('audit_events').indexes();
    expect(indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined)).toEqual([]);
    expect(indexes.map(({ name }) => name)).not.toContain('type_1__id_1');
    expect(indexes).toContainEqual(expect.objectContaining({ key: { unnumbered: 1 }, sparse: true }));
  });
});
