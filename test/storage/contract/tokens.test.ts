import { describe, expect, it } from '@jest/globals';
import type { Rotation } from '../../../src/model/tokens/token.js';
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
      expect(await winnersOfTwenty(() => store.grants.redeem(code, present, inAnHour))).toBe(1);
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
        store.grants.redeem({ ...code, ...changes }, now, inAnHour);
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
      await store.tokens.insertMany([token, aToken(client, { kind: 'refresh', jkt: 'thumb' })]);
      expect(await winnersOfTwenty(() => store.tokens.end(token.id, present))).toBe(1);
      expect((await store.tokens.find(token.id))?.endedAt).toEqual(present);
    });

    it('take each step of a rotation exactly once, and cannot be retired afterwards', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      const step = (seen: Rotation, changes: Rotation) =>
        winnersOfTwenty((index) => {
          const successorIds = [`successor-${index}`];
          return store.tokens.replace({ id: token.id, ...seen }, { successorIds, expiresAt: inAnHour, ...changes });
        });
      const replaced = { replacedAt: present };
      const again = { replacedAt: present, graceUsedAt: inAnHour };
      expect(await step({}, replaced)).toBe(1);
      expect(await step({}, replaced)).toBe(0);
      expect(await step(replaced, again)).toBe(1);
      expect(await step(replaced, again)).toBe(0);
      expect(await step(again, { replacedAt: inAnHour })).toBe(1);
      const found = await store.tokens.find(token.id);
      expect(found).toMatchObject({ replacedAt: inAnHour, expiresAt: inAnHour });
      expect(found?.successorIds).toHaveLength(1);
      expect(found).not.toHaveProperty('graceUsedAt');
      expect(await store.tokens.retire(token.id, present)).toBe(false);
    });

    it('are retired exactly once, and cannot be replaced or extended afterwards', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      expect(await store.tokens.extend(token.id, inAnHour)).toBe(true);
      expect((await store.tokens.find(token.id))?.expiresAt).toEqual(inAnHour);
      expect(await winnersOfTwenty(() => store.tokens.retire(token.id, present))).toBe(1);
      const changes = { successorIds: [], expiresAt: inAnHour, replacedAt: present };
      expect(await store.tokens.replace(token, changes)).toBe(false);
      expect(await store.tokens.extend(token.id, inAnHour)).toBe(false);
    });
  });

  describe('device authorizations', () => {
    it('are decided exactly once, while the device keeps polling', async () => {
      const device = aDeviceAuthorization(client);
      await store.deviceAuthorizations.insert(device);
      const { id } = device;
      expect(await store.deviceAuthorizations.poll(id, { interval: 10, lastPolledAt: present })).toBe(true);
      expect(await store.deviceAuthorizations.decide(id, { decision: 'denied' }, inAnHour)).toBe(false);
      const decide = (index: number) =>
        store.deviceAuthorizations.decide(id, { decision: 'allowed', grantId: `grant-${index}` }, present);
      expect(await winnersOfTwenty(decide)).toBe(1);
      expect(await store.deviceAuthorizations.find(id)).toMatchObject({ decision: 'allowed', interval: 10 });
    });
  });
});
