import { describe, expect, it } from '@jest/globals';
import { checkServer } from '../../src/storage/mongodb/check-server.js';
import { openStore } from '../../src/storage/open-store.js';
import { startMongodbProxy } from '../support/mongodb-proxy.js';
import { describeOnMongodb, mongodbDatabase } from '../support/stores.js';

const SET = { setName: 'rs0', isWritablePrimary: true };

describe('a MongoDB server', () => {
  it.each(['8.0.0', '8.2.1', '9.0.0-rc1', '10.1.0'])('is accepted with version %s in a replica set', (version) => {
    expect(() => checkServer(SET, { version })).not.toThrow();
  });

  it('is accepted as the router of a sharded cluster', () => {
    expect(() => checkServer({ msg: 'isdbgrid' }, { version: '8.0.4' })).not.toThrow();
  });

  it.each(['7.0.14', '4.4.0', undefined])('is refused with version %s, with the version that is needed', (version) => {
    expect(() => checkServer(SET, { version })).toThrow(/^DATABASE_URL: the server has version .* 8\.0 or later/);
  });

  it('is refused if it stands alone, with the steps that make it a replica set', () => {
    expect(() => checkServer({ isWritablePrimary: true }, { version: '8.0.0' })).toThrow(
      /^DATABASE_URL: .* --replSet rs0 and run rs\.initiate\(\) once/,
    );
  });
});

describeOnMongodb('a MongoDB server whose data has the featureCompatibilityVersion of MongoDB 7', () => {
  it('is refused, with the command that raises it', async () => {
    const { config, drop } = await mongodbDatabase();
    if (config.kind !== 'mongodb') throw new Error('a MongoDB database was expected');
    const proxy = await startMongodbProxy(config.url);
    proxy.choose((name) => (name === 'bulkWrite' ? 'notSupported' : 'pass'));
    await expect(openStore({ kind: 'mongodb', url: proxy.url })).rejects.toThrow(
      /^DATABASE_URL: .*setFeatureCompatibilityVersion: '8\.0'.*BulkWrite may not be run/,
    );
    await proxy.close();
    await drop();
  });
});
