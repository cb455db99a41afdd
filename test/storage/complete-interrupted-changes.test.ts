import { expect, it } from '@jest/globals';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import { describeMigration } from './describe-migration.js';
import { aPasskey, aUser } from './records.js';

describeMigration('the migration that completes interrupted changes', (database) => {
  const listOwners = async (userIds: readonly string[]) => {
    const record = await database.store.owners.find(OWNERS_ID);
    if (record !== undefined) await database.store.owners.update(record, { userIds });
  };
  const owners = async () => (await database.store.owners.find(OWNERS_ID))?.userIds;

  it('deletes passkeys that no user lists, and keeps the others', async () => {
    const user = aUser();
    const [listed, unlisted, ofNone] = [aPasskey(user), aPasskey(user), aPasskey(aUser())];
    await database.store.users.insert({ ...user, passkeyIds: [listed.id] });
    for (const passkey of [listed, unlisted, ofNone]) await database.store.passkeys.insert(passkey);
    await database.upgrade();
    expect(await database.store.passkeys.find(listed.id)).toStrictEqual(listed);
    expect(await database.store.passkeys.find(unlisted.id)).toBeUndefined();
    expect(await database.store.passkeys.find(ofNone.id)).toBeUndefined();
  });

  it('removes a first owner who did not become the owner, so that the name is free', async () => {
    const interrupted = aUser({ username: 'owner', origin: 'FIRST_OWNER', adminRole: 'OWNER' });
    const other = aUser();
    for (const user of [interrupted, other]) await database.store.users.insert(user);
    await database.upgrade();
    expect(await database.store.users.find(interrupted.id)).toBeUndefined();
    expect(await database.store.users.find(other.id)).toStrictEqual(other);
  });

  it('keeps the first owner of a server that has an owner', async () => {
    const owner = aUser({ origin: 'FIRST_OWNER', adminRole: 'OWNER' });
    await database.store.users.insert(owner);
    await listOwners([owner.id]);
    await database.upgrade();
    expect(await database.store.users.find(owner.id)).toStrictEqual(owner);
    expect(await owners()).toEqual([owner.id]);
  });

  it('removes from the owners the users who are disabled, deleted or without a passkey, but never all', async () => {
    const owner = aUser({ adminRole: 'OWNER' });
    const disabled = aUser({ adminRole: 'OWNER', enabled: false });
    const withoutPasskey = aUser({ adminRole: 'OWNER', passkeyIds: [] });
    const withoutRole = aUser();
    for (const user of [owner, disabled, withoutPasskey, withoutRole]) await database.store.users.insert(user);
    await listOwners([disabled.id, withoutPasskey.id, owner.id, withoutRole.id, 'deleted']);
    await database.upgrade();
    expect(await owners()).toEqual([owner.id]);
  });

  it('keeps an owner record in which no user is an owner any more', async () => {
    await listOwners(['deleted']);
    await database.upgrade();
    expect(await owners()).toEqual(['deleted']);
  });
});
