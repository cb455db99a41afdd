import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';

/** A database on which no migration has run yet. Every test has its own. */
export interface OldDatabase {
  /** The open store. It is another one after `upgrade`. */
  readonly store: Store;
  /** Opens the store again with these migrations. Default: all. */
  upgrade(migrations?: MigrationOptions): Promise<void>;
}

type MigrationOptions = NonNullable<Parameters<typeof openStore>[1]>['migrations'];

/** Runs the tests of a migration on SQLite in a file and on MongoDB. */
export function describeMigration(name: string, tests: (database: OldDatabase) => void): void {
  describe(`${name}, SQLite in a file`, () => withDatabase(fileDatabase, tests));
  describeOnMongodb(`${name}, MongoDB`, () => withDatabase(mongodbDatabase, tests));
}

function withDatabase(makeDatabase: () => Promise<TestDatabase>, tests: (database: OldDatabase) => void): void {
  let database: TestDatabase;
  let store: Store;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config, { migrations: { migrations: [] } });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  tests({
    get store() {
      return store;
    },
    upgrade: async (migrations) => {
      await store.close();
      store = await openStore(database.config, migrations && { migrations });
    },
  });
}
