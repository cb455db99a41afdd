import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { aPasskey, aUser } from './records.js';

function tests(makeDatabase: () => Promise<TestDatabase>): void {
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

  const listOwners = async (userIds: readonly string[]) => {
    const record = await store.owners.find(OWNERS_ID);
    if (record !== undefined) await store.owners.update(record, { userIds });
  };
  const upgrade = async () => {
    await store.close();
    store = await openStore(database.config);
  };
  const owners = async () => (await store.owners.find(OWNERS_ID))?.userIds;

  it('deletes passkeys that no user lists, and keeps the others', async () => {
    const user = aUser();
    const [listed, unlisted, ofNone] = [aPasskey(user), aPasskey(user), aPasskey(aUser())];
    await store.users.insert({ ...user, passkeyIds: [listed.id] });
    for (const passkey of [listed, unlisted, ofNone]) await store.passkeys.insert(passkey);
    await upgrade();
    expect(await store.passkeys.find(listed.id)).toStrictEqual(listed);
    expect(await store.passkeys.find(unlisted.id)).toBeUndefined();
    expect(await store.passkeys.find(ofNone.id)).toBeUndefined();
  });

  it('removes a first owner who did not become the owner, so that the name is free', async () => {
    const interrupted = aUser({ username: 'owner', origin: 'FIRST_OWNER', adminRole: 'OWNER' });
    const other = aUser();
    for (const user of [interrupted, other]) await store.users.insert(user);
    await upgrade();
    expect(await store.users.find(interrupted.id)).toBeUndefined();
    expect(await store.users.find(other.id)).toStrictEqual(other);
  });

  it('keeps the first owner of a server that has an owner', async () => {
    const owner = aUser({ origin: 'FIRST_OWNER', adminRole: 'OWNER' });
    await store.users.insert(owner);
    await listOwners([owner.id]);
    await upgrade();
    expect(await store.users.find(owner.id)).toStrictEqual(owner);
    expect(await owners()).toEqual([owner.id]);
  });

  it('removes from the owners the users who are disabled, deleted or without a passkey, but never all', async () => {
    const owner = aUser({ adminRole: 'OWNER' });
    const disabled = aUser({ adminRole: 'OWNER', enabled: false });
    const withoutPasskey = aUser({ adminRole: 'OWNER', passkeyIds: [] });
    const withoutRole = aUser();
    for (const user of [owner, disabled, withoutPasskey, withoutRole]) await store.users.insert(user);
    await listOwners([disabled.id, withoutPasskey.id, owner.id, withoutRole.id, 'deleted']);
    await upgrade();
    expect(await owners()).toEqual([owner.id]);
  });

  it('keeps an owner record in which no user is an owner any more', async () => {
    await listOwners(['deleted']);
    await upgrade();
    expect(await owners()).toEqual(['deleted']);
  });
}

describe('the migration that completes interrupted changes, SQLite in a file', () => tests(fileDatabase));
describeOnMongodb('the migration that completes interrupted changes, MongoDB', () => tests(mongodbDatabase));
