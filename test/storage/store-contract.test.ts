import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import type { User } from '../../src/model/user.js';
import { openMemoryStore } from '../support/stores.js';

describe('the store', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openMemoryStore();
  });
  afterAll(() => store.close());

  it('lets one of twenty first owners claim', async () => {
    const seen = await store.owners.find('owners');
    if (seen === undefined) throw new Error('the owners record is made at start');
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.owners.update(seen, { userIds: [`user-${index}`] })),
    );
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    expect((await store.owners.find('owners'))?.version).toBe(1);
  });

  it('gives a username to one of two users who want it', async () => {
    const made = [1, 2].map((number) => newUser(`user-${number}`));
    for (const user of made) expect(await store.users.insert(user)).toBe(true);
    const wanted = { username: 'Ada', usernameKey: 'ada' };
    const changed = await Promise.all(made.map((user) => store.users.update(user, wanted)));
    expect(changed.filter((answer) => answer)).toHaveLength(1);
  });
});

const newUser = (id: string): User => ({
  id,
  version: 1,
  order: id,
  username: id,
  usernameKey: id,
  email_verified: false,
  phone_number_verified: false,
  claims: {},
  enabled: true,
  webauthnUserId: id,
  passkeyIds: [],
  recoveryCodeHashes: [],
  grantEpoch: 0,
  sessionEpoch: 0,
  enrolmentEpoch: 0,
  createdAt: new Date('2026-11-21T12:00:00Z'),
  updatedAt: new Date('2026-11-21T12:00:00Z'),
});
