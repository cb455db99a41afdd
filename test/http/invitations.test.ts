import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PublicKeyCredentialCreationOptionsJSON as CreationOptions } from '@simplewebauthn/server';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { updateGroup } from '../../src/admin/groups/group-changes.js';
import { approveUser, rejectUser } from '../../src/admin/invitations/approval.js';
import { createUser } from '../../src/admin/users/user-create.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase } from '../support/stores.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { type AccountWorld, expectRedirect, OPTIONS, openAccountWorld, VERIFY } from './account/account-world.js';

const CREATE = `mutation ($input: CreateInvitationInput!) {
  createInvitation(input: $input) {
    url qrCode
    invitation { id name groupIds maxUses uses expiresAt maker { userId clientId apiKeyId } }
  }
}`;
const LIST = '{ invitations(first: 100) { totalCount edges { node { id uses maxUses maker { apiKeyId } } } } }';
const DAY = 86_400;

interface Created {
  readonly createInvitation: {
    readonly url: string;
    readonly qrCode: string;
    readonly invitation: { readonly id: string } & Record<string, unknown>;
  };
}

describeOnEachDatabase('An invitation', (makeDatabase) => {
  let world: AccountWorld;
  let names = 0;
  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
    await world.app.graphql('mutation { createGroup(input: { id: "crew", name: "Crew" }) { group { id } } }');
  });
  afterAll(() => world.app.stop());

  const invite = async (input: object = {}) => {
    const { createInvitation: made } = await world.app.graphql<Created>(CREATE, { input });
    const path = new URL(made.url).pathname;
    return { ...made, path, code: path.split('/').at(-1) ?? '' };
  };
  const newName = () => {
    names += 1;
    return `guest-${names}`;
  };
  const begin = (agent: UserAgent, invitation: string, username: string) =>
    agent.postJson(OPTIONS, { invitation, username, name: 'Grace' });
  const finish = async (agent: UserAgent, options: CreationOptions) =>
    agent.postJson(VERIFY, softwareAuthenticator({ origin: world.app.origin }).create(options));
  const use = async (invitation: string, username = newName(), agent = newUserAgent(world.app.origin)) => {
    const begun = await begin(agent, invitation, username);
    return begun.status === 200 ? finish(agent, begun.json() as unknown as CreationOptions) : begun;
  };
  const listed = async (id: string) => {
    const { invitations } = await world.app.graphql<{
      invitations: { edges: { node: { id: string } & Record<string, unknown> }[] };
    }>(LIST);
    return invitations.edges.find(({ node }) => node.id === id)?.node;
  };
  const keyWith = async (permissions: string[]) => {
    const { createApiKey } = await world.app.graphql<{ createApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }',
      { input: { name: 'Inviter', permissions } },
    );
    return { id: createApiKey.apiKey.id, key: createApiKey.key };
  };
  const call = async (key: string, query: string, variables: object) => {
    const response = await fetch(`${world.app.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data?: Created; errors?: { extensions: { code: string } }[] };
  };
  const inviteWith = async (key: string, input: object) => {
    const { data, errors } = await call(key, CREATE, { input });
    if (data === undefined || data === null) return { code: '', refusal: errors?.[0]?.extensions.code };
    return { code: new URL(data.createInvitation.url).pathname.split('/').at(-1) ?? '' };
  };

  it('lets a person create an account in its groups, once, and opening it uses nothing up', async () => {
    const { invitation, url, qrCode, path, code } = await invite({ name: 'For Grace', groupIds: ['crew'] });
    expect(url).toBe(`${world.app.origin}/invite/${code}`);
    expect(qrCode).toMatch(/^<svg /);
    expect(invitation).toMatchObject({ name: 'For Grace', groupIds: ['crew'], maxUses: 1, uses: 0 });
    const agent = newUserAgent(world.app.origin);
    for (let visits = 0; visits < 3; visits += 1) expect((await agent.get(path)).text).toContain('id="ceremony"');
    expect((await agent.get(path)).text).not.toContain('For Grace');
    const username = newName();
    expect((await use(code, username, agent)).json()).toMatchObject({ next: '/account?at=passkeys&done=enrolled' });
    expect((await agent.get('/account')).status).toBe(200);
    const user = await world.userOf(username);
    expect(user).toMatchObject({ origin: 'INVITATION', email_verified: false, name: 'Grace' });
    expect(await world.app.deps.store.memberships.countOfUser(user.id)).toBe(1);
    expect(await listed(invitation.id)).toMatchObject({ uses: 1 });
    const again = await use(code);
    expect([again.status, again.json().error]).toEqual([400, 'enrolment_invalid']);
    expect((await newUserAgent(world.app.origin).get(path)).status).toBe(400);
  });

  it('asks for an e-mail address if it is set to, and stores the address as not verified', async () => {
    const { path, code } = await invite({ askEmail: true });
    const agent = newUserAgent(world.app.origin);
    expect((await agent.get(path)).text).toContain('id="email"');
    const username = newName();
    expect((await begin(agent, code, username)).json().error).toBe('email_invalid');
    const begun = await agent.postJson(OPTIONS, { invitation: code, username, email: 'guest@example.com' });
    expect((await finish(agent, begun.json() as unknown as CreationOptions)).status).toBe(200);
    expect(await world.userOf(username)).toMatchObject({ email: 'guest@example.com', email_verified: false });
  });

  it('creates exactly as many accounts as it allows, if twenty people use it at once', async () => {
    const { code, invitation } = await invite({ maxUses: 5, groupIds: ['crew'] });
    const people = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const agent = newUserAgent(world.app.origin);
        const username = newName();
        const begun = await begin(agent, code, username);
        return { agent, username, options: begun.json() as unknown as CreationOptions };
      }),
    );
    const answers = await Promise.all(people.map(({ agent, options }) => finish(agent, options)));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(400)]).toEqual([5, 15]);
    const users = await Promise.all(people.map(({ username }) => world.app.deps.store.users.findByUsername(username)));
    expect(users.filter((user) => user !== undefined)).toHaveLength(5);
    expect(await listed(invitation.id)).toMatchObject({ uses: 5 });
  });

  it('is decided by exactly one of twenty administrators', async () => {
    const { code } = await invite({ requiresApproval: true, groupIds: ['crew'] });
    const username = newName();
    expect((await use(code, username)).json().next).toBe('/invited');
    const { id } = await world.userOf(username);
    const decisions = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? approveUser(world.app.deps, systemCaller, { id })
          : rejectUser(world.app.deps, systemCaller, { id }),
      ),
    );
    expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const isApproved = decisions.some(({ status }, index) => status === 'fulfilled' && index % 2 === 0);
    const user = await world.app.deps.store.users.find(id);
    expect(user?.enabled).toBe(isApproved ? true : undefined);
    expect(await world.app.deps.store.memberships.countOfUser(id)).toBe(isApproved ? 1 : 0);
  });

  it('cannot be guessed', async () => {
    const { code } = await invite();
    const [id, secret = ''] = code.split('.');
    const other = await invite();
    for (const guess of ['', 'x', `${id}.`, `${id}.${secret.slice(0, -1)}`, `${id}.${other.code.split('.')[1]}`]) {
      const answer = await use(guess);
      expect([guess, answer.status, answer.json().error]).toEqual([guess, 400, 'enrolment_invalid']);
    }
    expect((await use(code)).status).toBe(200);
  });

  it('expires, and works no longer once it is revoked, even in the middle of a registration', async () => {
    const short = await invite({ lifetime: 60 });
    world.clock.advance(61);
    expect((await use(short.code)).json().error).toBe('enrolment_invalid');
    expect(await listed(short.invitation.id)).toBeUndefined();
    const { code, invitation } = await invite();
    const agent = newUserAgent(world.app.origin);
    const begun = await begin(agent, code, newName());
    const revoke = 'mutation ($id: ID!) { revokeInvitation(input: { id: $id }) { deleted } }';
    await world.app.graphql(revoke, { id: invitation.id });
    expect((await finish(agent, begun.json() as unknown as CreationOptions)).json().error).toBe('enrolment_invalid');
    expect(await listed(invitation.id)).toBeUndefined();
    await expect(world.app.graphql(revoke, { id: invitation.id })).rejects.toThrow('NOT_FOUND');
  });

  it('works only while its maker may make it, over its groups as they are then', async () => {
    const { deps } = world.app;
    const maker = await keyWith(['users:write', 'groups:write']);
    const { code: early } = await inviteWith(maker.key, { groupIds: ['crew'], maxUses: 3 });
    const { code: plain } = await inviteWith(maker.key, { maxUses: 3 });
    expect((await use(early)).status).toBe(200);
    // The group gets a member who is stronger than the maker.
    const { user } = await createUser(deps, systemCaller, { username: 'boss', adminRole: 'ADMIN' });
    await updateGroup(deps, systemCaller, { id: 'crew', addMemberIds: [user.id] });
    expect((await use(early)).json().error).toBe('enrolment_invalid');
    expect((await inviteWith(maker.key, { groupIds: ['crew'] })).refusal).toBe('FORBIDDEN');
    await updateGroup(deps, systemCaller, { id: 'crew', removeMemberIds: [user.id] });
    expect((await use(early)).status).toBe(200);
    await world.app.graphql('mutation ($id: ID!) { deleteApiKey(input: { id: $id }) { deleted } }', { id: maker.id });
    for (const code of [early, plain]) expect((await use(code)).json().error).toBe('enrolment_invalid');
  });

  it('for a group with a role needs the right to assign the role', async () => {
    await world.app.graphql('mutation { createGroup(input: { id: "editors", name: "Editors" }) { group { id } } }');
    const maker = await keyWith(['users:write', 'groups:write']);
    const { code } = await inviteWith(maker.key, { groupIds: ['editors'], maxUses: 3 });
    expect((await use(code)).status).toBe(200);
    await world.app.graphql(`mutation {
      createClient(input: { id: "wiki", name: "Wiki", redirectUris: ["https://wiki.example/cb"] }) { client { id } }
      putRole(input: { clientId: "wiki", name: "editor" }) { role { id } }
    }`);
    const { roles } = await world.app.graphql<{ roles: { edges: { node: { id: string } }[] } }>(
      '{ roles(first: 1) { edges { node { id } } } }',
    );
    await world.app.graphql(
      'mutation ($input: RoleAssignmentInput!) { assignRole(input: $input) { assignment { roleId } } }',
      { input: { roleId: roles.edges[0]?.node.id, groupId: 'editors' } },
    );
    expect((await use(code)).json().error).toBe('enrolment_invalid');
    expect((await inviteWith(maker.key, { groupIds: ['editors'] })).refusal).toBe('FORBIDDEN');
  });

  it('needs the permissions to create users and to change its groups', async () => {
    const [reader, inviter] = [await keyWith(['users:read']), await keyWith(['users:write'])];
    expect((await inviteWith(reader.key, {})).refusal).toBe('FORBIDDEN');
    expect((await inviteWith(inviter.key, { groupIds: ['crew'] })).refusal).toBe('FORBIDDEN');
    expect((await inviteWith(inviter.key, { groupIds: ['none'] })).refusal).toBe('FORBIDDEN');
    for (const input of [{ maxUses: 0 }, { maxUses: 1001 }, { lifetime: 0 }, { lifetime: 91 * DAY }, { name: '' }]) {
      expect([input, (await inviteWith(inviter.key, input)).refusal]).toEqual([input, 'INVALID_INPUT']);
    }
    const { code } = await inviteWith(inviter.key, {});
    expect((await use(code)).status).toBe(200);
  });

  it('leaves out a group that was deleted, even if another group has its id', async () => {
    const create = 'mutation { createGroup(input: { id: "temporary", name: "Temporary" }) { group { id } } }';
    await world.app.graphql(create);
    const { code } = await invite({ groupIds: ['temporary'] });
    await world.app.graphql('mutation { deleteGroup(input: { id: "temporary" }) { deleted } }');
    await world.app.graphql(create);
    const username = newName();
    expect((await use(code, username)).status).toBe(200);
    expect(await world.app.deps.store.memberships.countOfUser((await world.userOf(username)).id)).toBe(0);
  });

  it('asks a signed-in user which account to use, and creates none in their session', async () => {
    const { path, code } = await invite();
    const { agent, username } = await world.newPerson();
    const { text } = await agent.get(path);
    expect(text).toContain(`You’re signed in as <strong>${username}</strong>.`);
    expect(text).not.toContain('id="ceremony"');
    const refused = await begin(agent, code, newName());
    expect([refused.status, refused.json().error]).toEqual([409, 'signed_in_as_another']);
    expectRedirect(await agent.postForm(path, { action: 'sign-out' }), path);
    expect((await use(code, newName(), agent)).status).toBe(200);
  });

  it('gives no official, taken or former username, and a refusal uses nothing up', async () => {
    const { code } = await invite();
    const { username } = await world.newPerson();
    for (const name of ['admin', username]) {
      const answer = await use(code, name);
      expect([name, answer.status, answer.json().error]).toEqual([name, 409, 'username_taken']);
    }
    expect((await use(code, '')).json().error).toBe('username_invalid');
    expect((await use(code)).status).toBe(200);
  });

  it('is in the audit log: who made it, each use with its groups, and its end', async () => {
    const maker = await keyWith(['users:write', 'groups:write']);
    const { code } = await inviteWith(maker.key, { groupIds: ['crew'], name: 'Log', maxUses: 2 });
    const username = newName();
    expect((await use(code, username)).status).toBe(200);
    const [id = ''] = code.split('.');
    const revoke = 'mutation ($id: ID!) { revokeInvitation(input: { id: $id }) { deleted } }';
    await call(maker.key, revoke, { id });
    const { items } = await world.app.deps.store.auditEvents.page({ first: 50 }, 'NEWEST_FIRST', {});
    const events = items.map(({ record }) => record).filter(({ resourceId }) => resourceId === id);
    const user = await world.userOf(username);
    expect(events.toReversed()).toMatchObject([
      { type: 'CREATED', actorKind: 'API_KEY', actorId: maker.id, detail: { groupIds: ['crew'], maxUses: 2 } },
      { type: 'INVITATION_USED', userId: user.id, detail: { uses: 1, groupIds: ['crew'] } },
      { type: 'DELETED', actorId: maker.id, detail: { uses: 1 } },
    ]);
    expect(JSON.stringify(events)).not.toContain(code.split('.')[1]);
  });
});
