import { describe, expect, it } from '@jest/globals';
import { updateIf } from '../../../src/model/change-set.js';
import type { Replacement, Rotation } from '../../../src/model/tokens/token.js';
import { extension, redemption, replacement } from '../../../src/model/tokens/token-changes.js';
import { aDeviceAuthorization, aGrant, aToken, inAnHour, present } from '../records.js';
import { describeStore, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('authorization codes', () => {
    it('are redeemed by exactly one of twenty requests, which extends the lifetime of the grant', async () => {
      const grant = aGrant(user, client, { expiresAt: new Date(present.getTime() + 60_000) });
      await store.grants.insert(grant);
      const code = {
        grantId: grant.id,
        codeHash: grant.codeHash ?? '',
        clientId: client.id,
        clientGeneration: client.generation,
      };
      expect(await winnersOfTwenty(() => store.commit([redemption(code, present, inAnHour)]))).toBe(1);
      expect(await store.grants.find(grant.id)).toMatchObject({ codeUsedAt: present, expiresAt: inAnHour });
    });

    it('are not redeemed with another hash, client or generation, nor after expiry or revocation', async () => {
      const grant = aGrant(user, client);
      await store.grants.insert(grant);
      const code = {
        grantId: grant.id,
        codeHash: grant.codeHash ?? '',
        clientId: client.id,
        clientGeneration: client.generation,
      };
      const redeem = (changes: Partial<typeof code>, now = present) =>
        store.commit([redemption({ ...code, ...changes }, now, inAnHour)]);
      expect(await redeem({ codeHash: 'another' })).toBe(false);
      expect(await redeem({ clientId: 'another' })).toBe(false);
      expect(await redeem({ clientGeneration: 'another' })).toBe(false);
      expect(await redeem({}, inAnHour)).toBe(false);
      expect(await winnersOfTwenty(() => store.grants.revoke(grant.id, present))).toBe(1);
      expect(await redeem({})).toBe(false);
    });
  });

  describe('tokens', () => {
    it('are ended by exactly one of twenty requests', async () => {
      const token = aToken(client);
      await store.tokens.insert(token);
      expect(
        await winnersOfTwenty(() =>
          store.commit([updateIf('tokens', { id: token.id, endedAt: null }, { endedAt: present })]),
        ),
      ).toBe(1);
      expect((await store.tokens.find(token.id))?.endedAt).toEqual(present);
    });

    const plan = (successorId: string, changes: Partial<Replacement> = {}): Replacement => ({
      successorId,
      successor: { salt: 'salt', keyId: 'key' },
      replacedAt: present,
      repetitions: 0,
      expiresAt: inAnHour,
      ...changes,
    });

    it('take each step of a rotation exactly once, and cannot be retired afterwards', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      const step = (seen: Rotation, name: string, changes: Partial<Replacement> = {}) =>
        winnersOfTwenty((index) =>
          store.commit([replacement({ id: token.id, ...seen }, plan(`${name}-${index}`, changes))]),
        );
      expect(await step({}, 'first')).toBe(1);
      expect(await step({}, 'first')).toBe(0);
      const first = (await store.tokens.find(token.id)) ?? {};
      expect(first).toMatchObject({
        successorId: expect.stringMatching(/^first-/),
        successor: { salt: 'salt', keyId: 'key' },
      });
      expect(await step(first, 'second', { replacedAt: inAnHour, repetitions: 1 })).toBe(1);
      expect(await step(first, 'second')).toBe(0);
      const second = await store.tokens.find(token.id);
      expect(second).toMatchObject({ replacedAt: inAnHour, expiresAt: inAnHour, repetitions: 1 });
      expect(await store.tokens.retire(token.id, present)).toBe(false);
    });

    it('replace what version 0.1 stored about a replacement', async () => {
      const old = { replacedAt: present, graceUsedAt: present, successorIds: ['one', 'two'] };
      const token = aToken(client, { kind: 'refresh', ...old });
      await store.tokens.insert(token);
      expect(await store.commit([replacement({ id: token.id, replacedAt: present }, plan('three'))])).toBe(false);
      expect(await store.commit([replacement(token, plan('three'))])).toBe(true);
      const found = await store.tokens.find(token.id);
      expect(found).toMatchObject({ successorId: 'three' });
      expect(found).not.toHaveProperty('graceUsedAt');
      expect(found).not.toHaveProperty('successorIds');
    });

    it('count each repetition, up to a limit, as long as their successor stays the same', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      const repeat = (successorId?: string) => store.tokens.repeat({ id: token.id, successorId }, 7);
      expect(await repeat()).toBe(false);
      await store.commit([replacement(token, plan('successor'))]);
      expect(await repeat('another')).toBe(false);
      expect(await winnersOfTwenty(() => repeat('successor'))).toBe(7);
      expect((await store.tokens.find(token.id))?.repetitions).toBe(7);
    });

    it('are retired exactly once, and cannot be replaced, repeated or extended afterwards', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      expect(await store.commit([extension(token.id, inAnHour)])).toBe(true);
      expect((await store.tokens.find(token.id))?.expiresAt).toEqual(inAnHour);
      expect(await winnersOfTwenty(() => store.tokens.retire(token.id, present))).toBe(1);
      expect(await store.commit([replacement(token, plan('successor'))])).toBe(false);
      expect(await store.commit([extension(token.id, inAnHour)])).toBe(false);
      const ended = aToken(client, { kind: 'refresh', endedAt: present, successorId: 'successor', repetitions: 0 });
      await store.tokens.insert(ended);
      expect(await store.tokens.repeat(ended, 7)).toBe(false);
    });
  });

  describe('device authorizations', () => {
    it('keep the time of the last poll and the interval', async () => {
      const device = aDeviceAuthorization(client);
      await store.deviceAuthorizations.insert(device);
      const { id } = device;
      expect(await store.deviceAuthorizations.poll(id, { interval: 10, lastPolledAt: present })).toBe(true);
      expect(await store.deviceAuthorizations.find(id)).toMatchObject({ lastPolledAt: present, interval: 10 });
    });
  });
});
