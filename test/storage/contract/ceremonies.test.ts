import { describe, expect, it } from '@jest/globals';
import { update, updateIf } from '../../../src/model/change-set.js';
import { after as later } from '../../../src/model/conditions.js';
import type { Passkey } from '../../../src/model/passkeys/passkey.js';
import { aChallenge, anEnrolmentLink, anInteraction, anInvitation, aPasskey, inAnHour, present } from '../records.js';
import { describeStore, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('challenges', () => {
    it('are taken by exactly one of twenty requests, which get the challenge', async () => {
      const challenge = aChallenge();
      await store.challenges.insert(challenge);
      const { id, ceremony, browserHash } = challenge;
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => store.challenges.take(id, ceremony, browserHash, present)),
      );
      expect(taken.filter((record) => record !== undefined)).toStrictEqual([challenge]);
    });

    it('cannot be taken for another ceremony or browser, nor after they expired, and stay for their own', async () => {
      const challenge = aChallenge();
      await store.challenges.insert(challenge);
      const { id, ceremony, browserHash } = challenge;
      expect(await store.challenges.take(id, 'registration', browserHash, present)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, 'another', present)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, browserHash, inAnHour)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, browserHash, present)).toStrictEqual(challenge);
    });
  });

  describe('values that are used once', () => {
    it('are taken by exactly one of twenty requests', async () => {
      expect(await store.usedOnce.findUse('jti')).toBeUndefined();
      expect(await winnersOfTwenty(() => store.usedOnce.take('jti', inAnHour))).toBe(1);
      expect(await store.usedOnce.findUse('jti')).toMatchObject({ id: 'jti' });
      expect(await store.usedOnce.take('another jti', inAnHour)).toBe(true);
    });
  });

  describe('invitations', () => {
    it('are listed newest first as long as they give groups', async () => {
      const [old, expired, young] = [
        anInvitation({ expiresAt: present }),
        anInvitation({ expiresAt: present, keptUntil: present }),
        anInvitation(),
      ];
      for (const one of [old, expired, young]) await store.invitations.insert(one);
      const { items } = await store.invitations.page({ first: 100 }, present);
      const ids = items
        .map(({ record }) => record.id)
        .filter((id) => [old, expired, young].some((one) => one.id === id));
      expect(ids).toEqual([young.id, old.id]);
      expect(await store.invitations.count(inAnHour)).toBe(0);
      expect(await store.invitations.count(present)).toBe(items.length);
    });

    it('are counted by one of twenty uses of the same version', async () => {
      const invitation = anInvitation();
      await store.invitations.insert(invitation);
      expect(await winnersOfTwenty(() => store.commit([update('invitations', invitation, { uses: 1 })]))).toBe(1);
      expect(await store.invitations.find(invitation.id)).toMatchObject({ uses: 1 });
    });
  });

  describe('enrolment links', () => {
    it('are used by exactly one of twenty requests, and never after they expired', async () => {
      const link = anEnrolmentLink(user);
      await store.enrolmentLinks.insert(link);
      const use = (usedAt: Date) =>
        store.commit([updateIf('enrolmentLinks', { id: link.id, usedAt: null, expiresAt: later(usedAt) }, { usedAt })]);
      expect(await use(inAnHour)).toBe(false);
      expect(await winnersOfTwenty(() => use(present))).toBe(1);
      expect((await store.enrolmentLinks.find(link.id))?.usedAt).toEqual(present);
    });
  });

  describe('passkeys', () => {
    const usePasskey = ({ id, signCount, backupEligible }: Passkey, use: Partial<Passkey>) =>
      store.commit([updateIf('passkeys', { id, signCount, backupEligible }, use)]);

    it('accept exactly one of twenty uses with one counter, unless the counter stays zero', async () => {
      const counting = aPasskey(user, { signCount: 7 });
      const zero = aPasskey(user);
      await store.passkeys.insert(counting);
      await store.passkeys.insert(zero);
      const use = { signCount: 8, backedUp: false, lastUsedAt: present };
      expect(await winnersOfTwenty(() => usePasskey(counting, use))).toBe(1);
      expect(await store.passkeys.find(counting.id)).toMatchObject(use);
      expect(await winnersOfTwenty(() => usePasskey(zero, { ...use, signCount: 0 }))).toBe(20);
    });

    it('make a passkey a synced one for exactly one of twenty uses', async () => {
      const bound = aPasskey(user, { backupEligible: false, backedUp: false });
      await store.passkeys.insert(bound);
      const use = { signCount: 0, backupEligible: true, backedUp: true, syncedSince: present, lastUsedAt: present };
      expect(await winnersOfTwenty(() => usePasskey(bound, use))).toBe(1);
      expect(await store.passkeys.find(bound.id)).toMatchObject(use);
    });

    it('show one that belongs to another RP ID', async () => {
      await store.passkeys.insert(aPasskey(user, { rpId: 'localhost' }));
      expect(await store.passkeys.findOfOtherRpId('localhost')).toBeUndefined();
      await store.passkeys.insert(aPasskey(user, { rpId: 'example.org' }));
      expect((await store.passkeys.findOfOtherRpId('localhost'))?.rpId).toBe('example.org');
      expect(await store.passkeys.count()).toBeGreaterThan(1);
    });
  });

  describe('interactions', () => {
    it('are bound to exactly one of twenty browsers', async () => {
      const interaction = anInteraction(client);
      await store.interactions.insert(interaction);
      expect(await winnersOfTwenty((index) => store.interactions.bind(interaction.id, `browser-${index}`))).toBe(1);
    });

    it('are denied exactly once', async () => {
      const interaction = anInteraction(client);
      await store.interactions.insert(interaction);
      const deny = (id: string) =>
        store.commit([updateIf('interactions', { id, deniedAt: null }, { deniedAt: present })]);
      expect(await winnersOfTwenty(() => deny(interaction.id))).toBe(1);
      expect(await deny(interaction.id)).toBe(false);
      expect((await store.interactions.find(interaction.id))?.deniedAt).toEqual(present);
      expect(await deny('unknown')).toBe(false);
    });

    it('change until they are finished, and not afterwards', async () => {
      const interaction = anInteraction(client, { loginHint: 'ada', authenticateAfter: present });
      await store.interactions.insert(interaction);
      const { id } = interaction;
      expect(await store.interactions.update(id, { loginHint: undefined, register: true })).toBe(true);
      expect(await store.interactions.update(id, { register: true })).toBe(true);
      expect(await store.interactions.update(id, {})).toBe(true);
      const { loginHint: _, ...rest } = interaction;
      expect(await store.interactions.find(id)).toStrictEqual({ ...rest, register: true });
      await store.interactions.bind(id, 'browser');
      await store.commit([updateIf('interactions', { id, finishedAt: null }, { finishedAt: present })]);
      expect(await store.interactions.update(id, { register: false })).toBe(false);
      expect(await store.interactions.update('nothing', {})).toBe(false);
    });
  });
});
