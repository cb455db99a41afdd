import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEnrolmentLink } from '../../../src/webauthn/enrolment/enrolment-code.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { register } from '../../support/ceremonies.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
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
