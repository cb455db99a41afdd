import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { updateGroup } from '../../src/admin/groups/group-changes.js';
import { updateUser } from '../../src/admin/users/user-update.js';
import { contentPlace } from '../../src/mail/plan-mail.js';
import type { MailContent } from '../../src/model/server/mail.js';
import { mailConfig } from '../support/mail-server.js';
import type { Person } from '../support/people.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { memoryDatabase } from '../support/stores.js';
import { newUserAgent } from '../support/user-agent.js';
import { type AccountWorld, act, expectRedirect, OPTIONS, openAccountWorld, VERIFY } from './account/account-world.js';

const DAY = 86_400;
const CREATE = `mutation ($input: CreateInvitationInput!) {
  createInvitation(input: $input) { url invitation { id emailDomain requiresApproval } }
}`;
const QUEUE = `{ usersToApprove(first: 100) { totalCount edges { node {
  id username awaitsApproval awaitsGroups enabled invitation { name maker { apiKeyId } }
} } } }`;
const GROUPS_JOINED = '/account?at=profile&done=groupsJoined';
const GROUPS_MISSED = '/account?at=profile&done=groupsMissed';
const VERIFIED = '/account?at=profile&done=emailVerified';

/** An address that looks as if it had the domain, or has it in part. */
const NOT_OF_DOMAIN = [
  '',
  'ada@example.org',
  'ada@sub.example.com',
  'ada@notexample.com',
  'ada@example.com.evil.example',
  'ada@example.com@evil.example',
  'ada@evil.example@example.com',
  'ada@еxample.com',
  'ada@exam­ple.com',
  'ada@ｅxample.com',
  'ada@example.com.',
  'ada@[example.com]',
  '"ada@evil.example"@example.com',
  'ada@example.com\r\nBcc: eve@evil.example',
];

interface Created {
  readonly createInvitation: { readonly url: string; readonly invitation: { readonly id: string } };
}
interface Listed {
  readonly invitations: { readonly edges: { readonly node: { readonly id: string; readonly state: string } }[] };
}
interface Queue {
  readonly usersToApprove: {
    readonly totalCount: number;
    readonly edges: { readonly node: { id: string } & Record<string, unknown> }[];
  };
}

describe('An invitation that gives its access later', () => {
  let world: AccountWorld;
  let people = 0;
  beforeAll(async () => {
    world = await openAccountWorld(memoryDatabase, {
      mail: mailConfig('smtp://localhost?tls=off'),
      editableProfile: ['name', 'email'],
    });
    await world.app.graphql('mutation { createGroup(input: { id: "crew", name: "Crew" }) { group { id } } }');
  });
  afterAll(() => world.app.stop());

  const invite = async (input: object) => {
    const { createInvitation: made } = await world.app.graphql<Created>(CREATE, { input });
    return { code: made.url.split('/').at(-1) ?? '', path: new URL(made.url).pathname, ...made.invitation };
  };
  const toDomain = (input: object = {}) =>
    invite({ emailDomain: 'Example.com', groupIds: ['crew'], maxUses: 9, ...input });
  const toApprove = (input: object = {}) =>
    invite({ requiresApproval: true, groupIds: ['crew'], maxUses: 9, ...input });
  const revoke = (id: string) =>
    world.app.graphql('mutation ($id: ID!) { revokeInvitation(input: { id: $id }) { deleted } }', { id });

  const use = async (invitation: string, email?: string, username?: string) => {
    people += 1;
    const name = username ?? `guest-${people}`;
    const agent = newUserAgent(world.app.origin);
    const authenticator = softwareAuthenticator({ origin: world.app.origin });
    const begun = await agent.postJson(OPTIONS, { invitation, username: name, email });
    const answer =
      begun.status === 200
        ? await agent.postJson(VERIFY, authenticator.create(begun.json() as unknown as CreationOptions))
        : begun;
    return { agent, authenticator, username: name, answer };
  };
  const join = async (invitation: string, email?: string, username?: string) => {
    const guest = await use(invitation, email, username);
    expect([guest.answer.status, guest.answer.text]).toEqual([200, guest.answer.text]);
    return { ...guest, next: guest.answer.json<{ next: string }>().next, user: await world.userOf(guest.username) };
  };
  const signIn = async ({ agent, authenticator }: Person) => {
    const options = await agent.postJson('/passkeys/authentication/options', {});
    return agent.postJson(
      '/passkeys/authentication/verify',
      authenticator.get(options.json() as unknown as RequestOptions),
    );
  };
  const isInCrew = async ({ username }: { username: string }) =>
    (await world.app.deps.store.memberships.countOfUser((await world.userOf(username)).id)) === 1;
  const mailsTo = async ({ username }: { username: string }) => {
    const { id: userId } = await world.userOf(username);
    const { items } = await world.app.deps.store.mails.page({ first: 9 }, { userId });
    return items.flatMap(({ record }) => {
      if (record.content === undefined) return [];
      const content = JSON.parse(world.app.deps.keys.open(record.content, contentPlace(record.id))) as MailContent;
      return [{ recipient: record.recipient, ...content }];
    });
  };
  /** Opens the link in the newest mail and presses its button. */
  const verify = async (guest: Person & { username: string }) => {
    const [newest] = await mailsTo(guest);
    const code = newest !== undefined && 'code' in newest.facts ? newest.facts.code : '';
    return guest.agent.postForm(`/verify-email/${code}`, { action: 'verify' });
  };
  const askAgain = (guest: Person) => {
    // Mails are listed in the order of their times.
    world.clock.advance(1);
    return act(guest, 'send-verification');
  };
  const change = async ({ username }: { username: string }, input: object) =>
    updateUser(world.app.deps, systemCaller, { id: (await world.userOf(username)).id, ...input });
  const keyWith = async (...permissions: string[]) => {
    const { createApiKey } = await world.app.graphql<{ createApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }',
      { input: { name: 'Inviter', permissions } },
    );
    return { id: createApiKey.apiKey.id, key: createApiKey.key };
  };
  const send = async (query: string, variables: object, key: string) => {
    const response = await fetch(`${world.app.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Created; errors?: { extensions: { code: string } }[] };
    return { data, refusal: errors?.[0]?.extensions.code };
  };
  const decide = (what: 'approveUser' | 'rejectUser', id: string, key?: string) => {
    const query = `mutation ($id: ID!) { ${what}(input: { id: $id }) { ${what === 'approveUser' ? 'user { enabled }' : 'deleted'} } }`;
    return key === undefined ? world.app.graphql(query, { id }) : send(query, { id }, key);
  };
  const queue = async () => (await world.app.graphql<Queue>(QUEUE)).usersToApprove;

  describe('with a domain', () => {
    it('needs an address of exactly this domain', async () => {
      const { code, path } = await toDomain();
      const { text } = await newUserAgent(world.app.origin).get(path);
      expect(text).toContain('An address that ends in @example.com.');
      for (const email of [undefined, ...NOT_OF_DOMAIN]) {
        const { answer } = await use(code, email);
        expect([email, answer.status, answer.json().error]).toEqual([email, 400, 'email_invalid']);
      }
      expect((await join(code, ' Ada@EXAMPLE.com ')).user).toMatchObject({
        email: 'Ada@EXAMPLE.com',
        awaitsGroups: true,
      });
      const german = await invite({ emailDomain: 'münchen.example', maxUses: 2 });
      await join(german.code, 'ada@münchen.example');
      expect(german).toMatchObject({ emailDomain: 'xn--mnchen-3ya.example', requiresApproval: false });
      await join(german.code, 'ada@xn--mnchen-3ya.example');
    });

    it('gives its groups once an address of the domain is verified, and only once', async () => {
      const guest = await join((await toDomain()).code, 'grace@example.com');
      expect(await isInCrew(guest)).toBe(false);
      expect((await guest.agent.get('/account')).text).toContain('Part of your access is still missing.');
      expectRedirect(await verify(guest), GROUPS_JOINED);
      expect(await isInCrew(guest)).toBe(true);
      const user = await world.userOf(guest.username);
      expect([user.awaitsGroups, user.email_verified]).toEqual([undefined, true]);
      expect((await guest.agent.get(GROUPS_JOINED)).text).toContain('You now have all of your access.');
      expect((await guest.agent.get('/account')).text).not.toContain('still missing');
      // An administrator removes the user. Another verification does not bring the group back.
      await updateGroup(world.app.deps, systemCaller, { id: 'crew', removeMemberIds: [user.id] });
      await change(guest, { email: 'hopper@example.com' });
      await askAgain(guest);
      expectRedirect(await verify(guest), VERIFIED);
      expect(await isInCrew(guest)).toBe(false);
    });

    it('gives nothing for another address that the user verifies, nor for a link to an earlier address', async () => {
      const guest = await join((await toDomain()).code, 'alan@example.com');
      const [mail] = await mailsTo(guest);
      await act(guest, 'change-profile', { name: '', email: 'alan@evil.example' });
      const code = mail !== undefined && 'code' in mail.facts ? mail.facts.code : '';
      expect((await guest.agent.postForm(`/verify-email/${code}`, { action: 'verify' })).status).toBe(409);
      await askAgain(guest);
      expectRedirect(await verify(guest), VERIFIED);
      // The address was verified, but is not of the domain. A new one of the domain counts only once it is verified.
      await act(guest, 'change-profile', { name: '', email: 'alan@example.com' });
      expect(await isInCrew(guest)).toBe(false);
      await askAgain(guest);
      expectRedirect(await verify(guest), GROUPS_JOINED);
      expect(await isInCrew(guest)).toBe(true);
    });

    it('gives nothing any more if it was revoked, even after it expired, or if its maker lost the right', async () => {
      const revoked = await toDomain({ lifetime: DAY });
      const first = await join(revoked.code, 'first@example.com');
      world.clock.advance(DAY + 1);
      await revoke(revoked.id);
      expect((await signIn(first)).status).toBe(200);
      const maker = await keyWith('users:write', 'groups:write');
      const input = { emailDomain: 'example.com', groupIds: ['crew'], maxUses: 2 };
      const { data } = await send(CREATE, { input }, maker.key);
      const second = await join(data?.createInvitation.url.split('/').at(-1) ?? '', 'second@example.com');
      await world.app.graphql('mutation ($id: ID!) { deleteApiKey(input: { id: $id }) { deleted } }', { id: maker.id });
      await askAgain(first);
      for (const guest of [first, second]) {
        expectRedirect(await verify(guest), GROUPS_MISSED);
        expect([await isInCrew(guest), (await world.userOf(guest.username)).awaitsGroups]).toEqual([false, undefined]);
        expect((await guest.agent.get(GROUPS_MISSED)).text).toContain('no longer gives you any more access');
      }
    });

    it('gives its groups for 30 days after it expired', async () => {
      const { code, id } = await toDomain({ lifetime: DAY });
      const state = async () => {
        const query = '{ invitations(first: 100) { edges { node { id state } } } }';
        const { invitations } = await world.app.graphql<Listed>(query);
        return invitations.edges.find(({ node }) => node.id === id)?.node.state;
      };
      expect(await state()).toBe('OPEN');
      const [early, late] = [await join(code, 'early@example.com'), await join(code, 'late@example.com')];
      world.clock.advance(DAY + 29 * DAY);
      expect(await state()).toBe('EXPIRED');
      await change(early, { emailVerified: true });
      world.clock.advance(2 * DAY);
      expect(await state()).toBeUndefined();
      await change(late, { emailVerified: true });
      expect([await isInCrew(early), await isInCrew(late)]).toEqual([true, false]);
    });

    it('gives its groups when an administrator verifies the address, also to a user who is in the group already', async () => {
      const { code } = await toDomain();
      const [guest, member] = [await join(code, 'a@example.com'), await join(code, 'b@example.com')];
      await change(guest, { email: 'a@evil.example', emailVerified: true });
      expect(await isInCrew(guest)).toBe(false);
      await change(guest, { email: 'a@example.com', emailVerified: true });
      await updateGroup(world.app.deps, systemCaller, { id: 'crew', addMemberIds: [member.user.id] });
      expectRedirect(await verify(member), GROUPS_JOINED);
      expect([await isInCrew(guest), await isInCrew(member)]).toEqual([true, true]);
    });

    it('is refused with a wrong domain', async () => {
      for (const emailDomain of [
        '',
        '@example.com',
        'a@example.com',
        'exam ple.com',
        'exam­ple.com',
        '192.0.2.1',
        'a..b',
      ]) {
        await expect(invite({ emailDomain })).rejects.toThrow('INVALID_INPUT');
      }
    });
  });

  describe('with approval', () => {
    it('creates an account that cannot sign in until it is approved, and then is in the groups', async () => {
      const maker = await keyWith('users:write', 'groups:write');
      const input = { name: 'Volunteers', requiresApproval: true, groupIds: ['crew'], maxUses: 2 };
      const { data } = await send(CREATE, { input }, maker.key);
      const path = new URL(data?.createInvitation.url ?? '').pathname;
      expect((await newUserAgent(world.app.origin).get(path)).text).toContain(
        'An administrator checks each new account.',
      );
      const guest = await join(path.split('/').at(-1) ?? '');
      expect(guest.next).toBe('/invited');
      expect((await guest.agent.get(guest.next)).text).toContain('Your account is waiting for approval');
      expectRedirect(await guest.agent.get('/account'), '/login');
      expect(guest.user).toMatchObject({ enabled: false, awaitsApproval: true });
      const refused = await signIn(guest);
      expect([refused.status, refused.json().error]).toEqual([403, 'approval_pending']);
      expect((await queue()).edges.map(({ node }) => node)).toEqual([
        {
          id: guest.user.id,
          username: guest.username,
          awaitsApproval: true,
          awaitsGroups: true,
          enabled: false,
          invitation: { name: 'Volunteers', maker: { apiKeyId: maker.id } },
        },
      ]);
      for (const enabled of [true, false]) {
        const query = 'mutation ($input: SetUserEnabledInput!) { setUserEnabled(input: $input) { user { id } } }';
        await expect(world.app.graphql(query, { input: { id: guest.user.id, enabled } })).rejects.toThrow('CONFLICT');
      }
      await decide('approveUser', guest.user.id);
      expect([(await signIn(guest)).status, await isInCrew(guest), (await queue()).totalCount]).toEqual([200, true, 0]);
      await expect(decide('approveUser', guest.user.id)).rejects.toThrow('CONFLICT');
      await expect(decide('rejectUser', guest.user.id)).rejects.toThrow('CONFLICT');
      const { items } = await world.app.deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', {
        types: ['USER_APPROVED'],
        userId: guest.user.id,
      });
      expect(items.map(({ record }) => record.detail)).toMatchObject([{ groupIds: ['crew'] }]);
      expect(await mailsTo(guest)).toEqual([]);
    });

    it('is decided by who may make the invitation', async () => {
      const guest = await join((await toApprove()).code);
      const [reader, inviter] = [await keyWith('users:read', 'groups:write'), await keyWith('users:write')];
      for (const { key } of [reader, inviter])
        expect(await decide('approveUser', guest.user.id, key)).toMatchObject({ refusal: 'FORBIDDEN' });
      expect(await decide('rejectUser', guest.user.id, reader.key)).toMatchObject({ refusal: 'FORBIDDEN' });
      const both = await keyWith('users:write', 'groups:write');
      expect(await decide('approveUser', guest.user.id, both.key)).toEqual({
        data: { approveUser: { user: { enabled: true } } },
      });
    });

    it('approves without groups if it was revoked, and not a user who was deleted', async () => {
      const { code, id } = await toApprove();
      const [guest, deleted] = [await join(code), await join(code)];
      await revoke(id);
      expect((await queue()).edges.map(({ node }) => node.invitation)).toEqual([null, null]);
      await world.app.graphql('mutation ($id: ID!) { deleteUser(input: { id: $id }) { deleted } }', {
        id: deleted.user.id,
      });
      await expect(decide('approveUser', deleted.user.id)).rejects.toThrow('NOT_FOUND');
      await decide('approveUser', guest.user.id);
      expect([(await signIn(guest)).status, await isInCrew(guest)]).toEqual([200, false]);
      expect((await world.userOf(guest.username)).awaitsGroups).toBeUndefined();
    });

    it('rejects a person, whose passkey is then unknown and whose username is free', async () => {
      const { code } = await toApprove();
      const guest = await join(code, undefined, 'wanted');
      await decide('rejectUser', guest.user.id);
      const { store } = world.app.deps;
      expect(await store.users.findByUsername('wanted')).toBeUndefined();
      expect(await store.passkeys.findMany(guest.user.passkeyIds)).toEqual([]);
      expect((await signIn(guest)).json().error).toBe('invalid_credential');
      for (const what of ['approveUser', 'rejectUser'] as const)
        await expect(decide(what, guest.user.id)).rejects.toThrow('NOT_FOUND');
      expect((await join(code, undefined, 'wanted')).user.id).not.toBe(guest.user.id);
    });

    it('tells the user by mail in the language of the page, without a text of the user, and verifies the address', async () => {
      const { code, path } = await toApprove({ emailDomain: 'example.com' });
      const guest = await join(code, 'mary@example.com');
      expect(guest.next).toBe('/invited?mail');
      expect((await guest.agent.get(guest.next)).text).toContain('We’ll email you');
      expect((await guest.agent.get(path)).text).toContain('An address that ends in @example.com.');
      // An administrator may already have verified the address: the account still waits.
      expect([await mailsTo(guest), await isInCrew(guest), guest.user.language]).toEqual([[], false, 'en']);
      await decide('approveUser', guest.user.id);
      const [mail] = await mailsTo(guest);
      expect(mail).toEqual({
        recipient: 'mary@example.com',
        language: 'en',
        facts: { kind: 'ACCOUNT_APPROVED', code: expect.any(String) },
      });
      expect(await isInCrew(guest)).toBe(false);
      expect((await signIn(guest)).status).toBe(200);
      expectRedirect(await verify(guest), GROUPS_JOINED);
      expect(await isInCrew(guest)).toBe(true);
    });

    it('gives a user with a verified address its groups at the approval, not before', async () => {
      const { code } = await toApprove({ emailDomain: 'example.com' });
      const guest = await join(code, 'joan@example.com');
      await change(guest, { emailVerified: true });
      expect(await isInCrew(guest)).toBe(false);
      await decide('approveUser', guest.user.id);
      expect(await isInCrew(guest)).toBe(true);
      expect((await mailsTo(guest)).map(({ facts }) => facts)).toEqual([{ kind: 'ACCOUNT_APPROVED' }]);
    });

    it('takes an address without a domain, if the person gives one', async () => {
      const { code } = await toApprove();
      expect((await use(code, 'no address')).answer.json().error).toBe('email_invalid');
      expect((await join(code, 'any@example.net')).user.email).toBe('any@example.net');
      expect((await join(code, ' ')).next).toBe('/invited');
    });
  });

  it('takes no address if it asks for none', async () => {
    const { code } = await invite({ groupIds: ['crew'] });
    const guest = await join(code, 'nora@example.com');
    expect([guest.user.email, guest.user.invitationId, await isInCrew(guest)]).toEqual([undefined, undefined, true]);
  });
});
