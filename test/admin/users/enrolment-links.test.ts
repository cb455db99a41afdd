import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOwnApiKey } from '../../../src/account/own-api-keys.js';
import type { AdminCaller } from '../../../src/admin/admin-caller.js';
import { authenticateCaller, systemCaller } from '../../../src/admin/caller-authentication.js';
import { createEnrolmentLink, pendingEnrolmentLinks } from '../../../src/admin/users/enrolment-links.js';
import { deletePasskey } from '../../../src/admin/users/user-passkeys.js';
import { setUserEnabled, updateUser } from '../../../src/admin/users/user-update.js';
import type { Deps } from '../../../src/model/deps.js';
import { openStore } from '../../../src/storage/open-store.js';
import { registrationOptions } from '../../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../../src/webauthn/ceremony/verify-registration.js';
import { openEnrolmentLink } from '../../../src/webauthn/enrolment/enrolment-code.js';
import { readEnrolment } from '../../../src/webauthn/enrolment/read-enrolment.js';
import { createRecoveryCodes } from '../../../src/webauthn/enrolment/recovery-codes.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { browser, register } from '../../support/ceremonies.js';
import { frozenClock, testDeps } from '../../support/deps.js';
import { makeUser } from '../../support/fixtures.js';
import { activeOf, addPasskey, audited, enrolUser, refusalOf } from '../../support/own-account.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';
import { codeOf, userCalls } from '../../support/user-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, created, recordOf } = userCalls(() => server);

describe('Enrolment links', () => {
  const link = (input: object) => server.mutate('createEnrolmentLink', input, 'enrolmentLink { id url expiresAt }');
  const revoke = (id: string) => server.mutate('revokeEnrolmentLink', { id }, 'deleted');

  it('are valid for an hour, or for the requested time of up to a week', async () => {
    const { id: userId } = await created();
    const seconds = async (lifetime?: number) =>
      (Date.parse((await link({ userId, lifetime })).data.createEnrolmentLink.enrolmentLink.expiresAt) -
        server.clock.now().getTime()) /
      1000;
    expect(await seconds()).toBe(3600);
    expect(await seconds(604_800)).toBe(604_800);
    expect(refusal(await link({ userId, lifetime: 604_801 }))).toBe('INVALID_INPUT lifetime');
    expect(refusal(await link({ userId, lifetime: 0 }))).toBe('INVALID_INPUT lifetime');
    expect(refusal(await link({ userId: 'unknown' }))).toBe('NOT_FOUND userId');
  });

  it('are listed without their URL while they are valid, and can be revoked', async () => {
    const { id: userId } = await created();
    const { id, url } = (await link({ userId })).data.createEnrolmentLink.enrolmentLink;
    const { data } = await server.call(`{ user(id: "${userId}") { enrolmentLinks { id createdAt expiresAt } } }`);
    expect(data.user.enrolmentLinks).toEqual([
      {
        id,
        createdAt: server.clock.now().toISOString(),
        expiresAt: new Date(server.clock.now().getTime() + 3_600_000).toISOString(),
      },
    ]);
    expect((await openEnrolmentLink(server.deps, codeOf(url))).userId).toBe(userId);
    expect((await revoke(id)).data.revokeEnrolmentLink).toEqual({ deleted: true });
    await expect(openEnrolmentLink(server.deps, codeOf(url))).rejects.toMatchObject({ code: 'enrolment_invalid' });
    expect(refusal(await revoke(id))).toBe('NOT_FOUND id');
  });

  it('cannot be revoked or listed after they have expired', async () => {
    const { id: userId } = await created();
    const { id } = (await link({ userId, lifetime: 10 })).data.createEnrolmentLink.enrolmentLink;
    server.clock.advance(10);
    expect(refusal(await revoke(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ user(id: "${userId}") { enrolmentLinks { id } } }`)).data.user.enrolmentLinks).toEqual(
      [],
    );
  });
});

describeOnEachDatabase('Enrolment links that replace the passkeys', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  beforeAll(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config), { clock: frozenClock() });
  });
  afterAll(async () => {
    await deps.store.close();
    await database.drop();
  });

  const userWithTwoPasskeys = async () => {
    const enrolled = await enrolUser(deps);
    await addPasskey(deps, enrolled);
    return enrolled;
  };
  const replace = (userId: string, caller: AdminCaller = systemCaller) =>
    createEnrolmentLink(deps, caller, { userId, removePasskeys: true });
  const removed = async (userId: string) => {
    const filter = { userId, types: ['PASSKEY_REMOVED' as const] };
    const { items } = await deps.store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', filter);
    return items.map(({ record }) => record.resourceId).toSorted();
  };

  it('remove all of them, and end the sessions that began with them', async () => {
    const { registered, user } = await userWithTwoPasskeys();
    const { id, passkeyIds } = await user();
    expect(passkeyIds).toHaveLength(2);
    const { url } = await replace(id);
    expect(await user()).toMatchObject({ passkeyIds: [], passkeyGenerations: [] });
    expect(await deps.store.passkeys.findMany(passkeyIds)).toEqual([]);
    const { items } = await deps.store.sessions.page({ first: 10 }, { userId: id });
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ record }) => record.endedAt === undefined)).toEqual([]);
    await expect(activeOf(deps, registered)).rejects.toThrow();
    await register(deps, softwareAuthenticator(), { request: { enrolment: codeOf(url) } });
    expect((await user()).passkeyIds).toHaveLength(1);
  });

  it('leave nothing to a thief who also has recovery codes, API keys and an older link', async () => {
    const enrolled = await enrolUser(deps, { adminRole: 'ADMIN' });
    const active = await enrolled.active();
    const { id, username } = await enrolled.user();
    const place = browser('thief');
    const [recoveryCode] = await createRecoveryCodes(deps, active, place.caller);
    await deps.store.users.update(await enrolled.user(), { deletionAt: deps.clock.now() });
    const { key } = await createOwnApiKey(deps, active, { name: 'Stolen', permissions: ['users:read'] }, place.caller);
    const { url: older } = await createEnrolmentLink(deps, systemCaller, { userId: id });
    const recovery = { in: place, request: { username, recoveryCode } };
    const begun = await registrationOptions(deps, { ...place, ...recovery });
    const { url } = await replace(id);
    const waiting = verifyRegistration(deps, { ...place, response: softwareAuthenticator().create(begun) });
    expect(await refusalOf(waiting)).toBe('recovery_invalid');
    expect(await refusalOf(register(deps, softwareAuthenticator(), recovery))).toBe('recovery_invalid');
    expect(await authenticateCaller(deps, { authorization: `Bearer ${key}` }, {})).toBeUndefined();
    await expect(readEnrolment(deps, codeOf(older))).rejects.toMatchObject({ code: 'enrolment_invalid' });
    expect((await enrolled.user()).deletionAt).toBeUndefined();
    expect(await audited(deps, 'DELETION_CANCELLED')).toMatchObject([{ userId: id }]);
    expect(await audited(deps, 'UPDATED')).toMatchObject([{ userId: id, detail: { changed: ['recoveryCodes'] } }]);
    await register(deps, softwareAuthenticator(), { request: { enrolment: codeOf(url) } });
    expect(await enrolled.user()).toMatchObject({ passkeyIds: [expect.any(String)], recoveryCodeHashes: [] });
  });

  it('remove each passkey once, whatever else happens at the same time', async () => {
    const enrolled = await userWithTwoPasskeys();
    const { id, passkeyIds } = await enrolled.user();
    const results = await Promise.allSettled([
      replace(id),
      deletePasskey(deps, systemCaller, { id: passkeyIds[0] ?? '' }),
      replace(id),
      updateUser(deps, systemCaller, { id, name: 'Ada' }),
    ]);
    expect(results.map(({ status }) => status).filter((_, index) => index !== 1)).toEqual(Array(3).fill('fulfilled'));
    expect(await enrolled.user()).toMatchObject({ passkeyIds: [], name: 'Ada' });
    expect(await removed(id)).toEqual(passkeyIds.toSorted());
    // Each link replaces the one before it.
    expect(await pendingEnrolmentLinks(deps, await enrolled.user())).toHaveLength(1);
  });

  it('are not made by the user, who would lose the permissions on which the link depends', async () => {
    const { user } = await userWithTwoPasskeys();
    const { id } = await user();
    const before = await user();
    const own = { ...systemCaller, maker: { userId: id } };
    await expect(replace(id, own)).rejects.toMatchObject({ code: 'CONFLICT', field: 'removePasskeys' });
    expect(await user()).toEqual(before);
    await createEnrolmentLink(deps, own, { userId: id });
  });

  it('are not mailed, and not made for a disabled user', async () => {
    const { user } = await userWithTwoPasskeys();
    const { id } = await user();
    const mailed = createEnrolmentLink(deps, systemCaller, { userId: id, removePasskeys: true, mail: true });
    await expect(mailed).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'mail' });
    await setUserEnabled(deps, systemCaller, { id, enabled: false });
    await expect(replace(id)).rejects.toMatchObject({ code: 'CONFLICT', field: 'userId' });
    expect((await user()).passkeyIds).toHaveLength(2);
  });

  it('are also made for a user without a passkey', async () => {
    const { id } = await makeUser(deps, { passkeyIds: [] });
    const { url } = await replace(id);
    expect((await openEnrolmentLink(deps, codeOf(url))).userId).toBe(id);
    expect(await removed(id)).toEqual([]);
  });
});

describe('Passkeys of a user', () => {
  let count = 0;
  const enrolled = async () => {
    count += 1;
    const { data } = await create({ username: `keyed-${count}`, enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    const [id = ''] = (await recordOf(user.id)).passkeyIds;
    return { userId: user.id as string, id };
  };
  const rename = (id: string, name: string) =>
    server.mutate('renamePasskey', { id, name }, 'passkey { id name userId }');
  const removePasskey = (id: string) => server.mutate('deletePasskey', { id }, 'deleted');

  it('end the sessions that began with them when they are deleted', async () => {
    const { userId, id } = await enrolled();
    const present = async () => (await server.deps.store.sessions.page({ first: 10 }, { userId })).items;
    expect((await present()).map(({ record }) => record.endedAt)).toEqual([undefined]);
    await removePasskey(id);
    expect((await present()).map(({ record }) => record.endedAt)).toEqual([expect.any(Date)]);
  });

  it('can be renamed', async () => {
    const { id, userId } = await enrolled();
    expect((await rename(id, ' Blue key ')).data.renamePasskey.passkey).toEqual({ id, name: 'Blue key', userId });
    expect((await server.call(`{ user(id: "${userId}") { passkeys { name } } }`)).data.user.passkeys).toEqual([
      { name: 'Blue key' },
    ]);
    expect(refusal(await rename(id, ''))).toBe('INVALID_INPUT name');
    expect(refusal(await rename('unknown', 'x'))).toBe('NOT_FOUND id');
  });

  it('can be deleted once, also the last one', async () => {
    const { id, userId } = await enrolled();
    expect((await removePasskey(id)).data.deletePasskey).toEqual({ deleted: true });
    expect((await recordOf(userId)).passkeyIds).toEqual([]);
    expect(await server.deps.store.passkeys.find(id)).toBeUndefined();
    expect(refusal(await removePasskey(id))).toBe('NOT_FOUND id');
  });

  it('do not exist for the API if their user does not list them', async () => {
    const { id, userId } = await enrolled();
    await server.deps.store.users.update(await recordOf(userId), { passkeyIds: [] });
    expect(refusal(await rename(id, 'x'))).toBe('NOT_FOUND id');
    expect(refusal(await removePasskey(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ user(id: "${userId}") { passkeys { id } } }`)).data.user.passkeys).toEqual([]);
  });
});
