import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSchema } from '../../src/graphql/schema-build.js';
import { consentKey } from '../../src/model/access/consent.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import { aPasskey } from '../storage/records.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../support/authorization.js';
import { makeUser, signInAs } from '../support/fixtures.js';
import { mailConfig } from '../support/mail-server.js';

/** A mutation, and the events that it writes to the audit log. */
interface Act {
  readonly field: string;
  readonly input: () => object | Promise<object>;
  readonly selection: string;
  readonly events: readonly ((at: { answer: Answer; input: Answer }) => Partial<AuditEvent>)[];
}

// biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their selection
type Answer = any;

let server: Administration;
let deps: Deps;
let key: string;
/** All lines of the server log. */
const logged: string[] = [];

function noted(detail: object, message: string) {
  return void logged.push(
    `${message} ${JSON.stringify(detail, (_, value) => (value instanceof Error ? value.stack : value))}`,
  );
}
/** Secrets that must not be in any event or line. */
const secrets: string[] = [];
/** The ids of the created records. */
const made: Record<string, string> = {};
let password: Record<string, string> = {};

function keep(name: string, id: string): string {
  made[name] = id;
  return id;
}

function idOf(name: string): string {
  const id = made[name];
  if (id === undefined) throw new Error(`nothing was kept as ${name}`);
  return id;
}

/** Signs the user in to the client and returns the tokens. */
async function tokensOf(scope: string) {
  const [issuer, client, user] = await Promise.all([
    deps.store.issuers.find('default'),
    deps.store.clients.find('notes'),
    deps.store.users.find(idOf('user')),
  ]);
  if (issuer === undefined || client === undefined || user === undefined) throw new Error('they are not there');
  const { session, cookie } = await signInAs(deps, user);
  const code = await codeFor(deps, issuer, client, cookie, { scope });
  const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, password.secret ?? ''));
  const { access_token, refresh_token, id_token } = answer;
  const handedOver = [cookie, code, access_token, refresh_token, id_token].filter((text) => text !== undefined);
  secrets.push(...handedOver.map((text) => secretPart(String(text))));
  keep('session', session.id);
  return { access: String(access_token), refresh: String(refresh_token) };
}

async function grantId(): Promise<string> {
  // An ended session of the same millisecond may come first.
  const standing = { userId: idOf('user'), standingAt: deps.clock.now() };
  const { items } = await deps.store.grants.page({ first: 1 }, standing);
  return keep('grant', items[0]?.record.id ?? '');
}

/** The secret part of a handle, a link or a JWT, which is after the last dot. */
function secretPart(text: string): string {
  return text.split('.').at(-1) ?? text;
}

function about(
  type: AuditEvent['type'],
  resource: string,
  id: (at: { answer: Answer; input: Answer }) => string,
  detail: object = {},
) {
  return (at: { answer: Answer; input: Answer }): Partial<AuditEvent> => ({
    type,
    resource,
    resourceId: id(at),
    ...(Object.keys(detail).length > 0 && {
      detail: expect.objectContaining(detail) as unknown as AuditEvent['detail'],
    }),
  });
}

function given({ input }: { input: Answer }): string {
  return input.id;
}

async function addPasskey(): Promise<string> {
  const user = await deps.store.users.find(idOf('user'));
  if (user === undefined) throw new Error('there is no user');
  const passkey = aPasskey(user, { name: 'Phone' });
  await deps.store.passkeys.insert(passkey);
  await deps.store.users.update(user, { passkeyIds: [passkey.id] });
  return keep('passkey', passkey.id);
}

/** A user who was invited and waits for approval. */
async function waitingUser(username: string): Promise<string> {
  return (await makeUser(deps, { username, enabled: false, awaitsApproval: true })).id;
}

async function addConsent(): Promise<object> {
  const client = await deps.store.clients.find('notes');
  if (client === undefined) throw new Error('there is no client');
  const userId = idOf('user');
  await deps.store.consents.insert({
    id: keep('consent', 'consent-1'),
    version: 1,
    key: consentKey(client, userId),
    userId,
    clientId: client.id,
    clientGeneration: client.generation,
    scopes: ['email'],
    claims: [],
    createdAt: deps.clock.now(),
  });
  return { userId, clientId: client.id };
}

const PRIVATE = { email: 'ada@private.example', phoneNumber: '+15550001111', claims: { salary: 'of-ada' } };

/** Every mutation, in an order in which records are created before they are deleted. */
const STORY: readonly Act[] = [
  {
    field: 'putScope',
    input: () => ({ name: 'orders', claims: ['customer'] }),
    selection: 'scope { name }',
    events: [about('CREATED', 'scope', ({ input }) => input.name, { claims: ['customer'] })],
  },
  {
    field: 'putScope',
    input: () => ({ name: 'orders', claims: ['customer', 'size'] }),
    selection: 'scope { name }',
    events: [
      about('UPDATED', 'scope', ({ input }) => input.name, { changed: ['claims'], from: { claims: ['customer'] } }),
    ],
  },
  {
    field: 'updateServerSettings',
    input: () => ({ maxSessions: 40 }),
    selection: 'serverSettings { maxSessions }',
    events: [
      about('UPDATED', 'serverSettings', () => 'server', { from: { maxSessions: null }, to: { maxSessions: 40 } }),
    ],
  },
  {
    field: 'createIssuer',
    input: () => ({ id: 'shop', slug: 'shop' }),
    selection: 'issuer { id }',
    events: [about('CREATED', 'issuer', given, { slug: 'shop' })],
  },
  {
    field: 'updateIssuer',
    input: () => ({ id: 'shop', branding: { name: 'Shop' } }),
    selection: 'issuer { id }',
    events: [about('UPDATED', 'issuer', given, { changed: ['name'], from: { name: null }, to: { name: 'Shop' } })],
  },
  {
    field: 'rotateSigningKey',
    input: () => ({ issuerId: 'shop', alg: 'RS256', compromised: true }),
    selection: 'issuer { signingKeys { kid } }',
    events: [about('SIGNING_KEY_ROTATED', 'issuer', () => 'shop', { alg: 'RS256', compromised: true })],
  },
  {
    field: 'createClient',
    input: () => ({
      id: 'notes',
      name: 'Notes',
      accessPolicy: 'ALL_USERS',
      redirectUris: ['https://wiki.example/callback'],
    }),
    selection: 'client { id } clientSecret',
    events: [about('CREATED', 'client', given, { to: expect.objectContaining({ name: 'Notes' }) })],
  },
  {
    field: 'createClientFromTemplate',
    input: () => ({
      templateId: 'grafana',
      id: 'grafana',
      values: [{ name: 'url', value: 'https://grafana.example.com' }],
    }),
    selection: 'client { id } clientSecret',
    events: [about('CREATED', 'client', given, { to: expect.objectContaining({ name: 'Grafana' }) })],
  },
  {
    field: 'updateClient',
    input: () => ({ id: 'notes', name: 'Papers' }),
    selection: 'client { id }',
    events: [about('UPDATED', 'client', given, { changed: ['name'], from: { name: 'Notes' }, to: { name: 'Papers' } })],
  },
  {
    field: 'addClientSecret',
    input: () => ({ clientId: 'notes' }),
    selection: 'client { secrets { id } } clientSecret',
    events: [about('UPDATED', 'client', () => 'notes', { changed: ['secrets'], addedSecret: expect.any(String) })],
  },
  {
    field: 'removeClientSecret',
    input: async () => ({
      clientId: 'notes',
      secretId: (await deps.store.clients.find('notes'))?.secrets.at(-1)?.id,
    }),
    selection: 'client { id }',
    events: [about('UPDATED', 'client', () => 'notes', { changed: ['secrets'], removedSecret: expect.any(String) })],
  },
  {
    field: 'createUser',
    input: () => ({ username: 'ada', ...PRIVATE, enrolmentLink: true }),
    selection: 'user { id } enrolmentLink { id url }',
    events: [
      about('CREATED', 'user', ({ answer }) => keep('user', answer.user.id), { username: 'ada', adminRole: null }),
      about('ENROLMENT_LINK_CREATED', 'enrolmentLink', ({ answer }) => answer.enrolmentLink.id),
    ],
  },
  {
    field: 'updateUser',
    input: () => ({ id: idOf('user'), email: 'lovelace@private.example', adminRole: 'AUDITOR' }),
    selection: 'user { id }',
    events: [about('UPDATED', 'user', given, { changed: ['email', 'adminRole'], to: { adminRole: 'AUDITOR' } })],
  },
  {
    field: 'setUserEnabled',
    input: () => ({ id: idOf('user'), enabled: false }),
    selection: 'user { id }',
    events: [about('UPDATED', 'user', given, { changed: ['enabled'], to: { enabled: false } })],
  },
  {
    field: 'setUserEnabled',
    input: () => ({ id: idOf('user'), enabled: true }),
    selection: 'user { id }',
    events: [about('UPDATED', 'user', given, { changed: ['enabled'], to: { enabled: true } })],
  },
  {
    field: 'cancelUserDeletion',
    input: async () => {
      const user = await deps.store.users.find(idOf('user'));
      if (user !== undefined) await deps.store.users.update(user, { deletionAt: deps.clock.now() });
      return { id: idOf('user') };
    },
    selection: 'user { id }',
    events: [about('DELETION_CANCELLED', 'user', given)],
  },
  {
    field: 'createEnrolmentLink',
    input: () => ({ userId: idOf('user') }),
    selection: 'enrolmentLink { id url }',
    events: [about('ENROLMENT_LINK_CREATED', 'enrolmentLink', ({ answer }) => keep('link', answer.enrolmentLink.id))],
  },
  {
    field: 'revokeEnrolmentLink',
    input: () => ({ id: idOf('link') }),
    selection: 'deleted',
    events: [about('DELETED', 'enrolmentLink', given)],
  },
  {
    field: 'renamePasskey',
    input: async () => ({ id: await addPasskey(), name: 'Key' }),
    selection: 'passkey { id }',
    events: [about('PASSKEY_RENAMED', 'passkey', given, { from: 'Phone', to: 'Key' })],
  },
  {
    field: 'deletePasskey',
    input: () => ({ id: idOf('passkey') }),
    selection: 'deleted',
    events: [about('PASSKEY_REMOVED', 'passkey', given, { name: 'Key' })],
  },
  {
    field: 'createEnrolmentLink',
    input: async () => ({ userId: idOf('user'), removePasskeys: (await addPasskey()) !== '' }),
    selection: 'enrolmentLink { id url }',
    events: [
      about('PASSKEY_REMOVED', 'passkey', () => idOf('passkey'), { name: 'Phone' }),
      about('ENROLMENT_LINK_CREATED', 'enrolmentLink', ({ answer }) => answer.enrolmentLink.id),
    ],
  },
  {
    field: 'createGroup',
    input: () => ({ id: 'crew', name: 'Crew', memberIds: [idOf('user')] }),
    selection: 'group { id }',
    events: [about('CREATED', 'group', given, { name: 'Crew' })],
  },
  {
    field: 'updateGroup',
    input: () => ({ id: 'crew', name: 'Team', removeMemberIds: [idOf('user')] }),
    selection: 'group { id }',
    events: [about('UPDATED', 'group', given, { from: { name: 'Crew' }, to: { name: 'Team' } })],
  },
  {
    field: 'createInvitation',
    input: () => ({ name: 'For the crew', groupIds: ['crew'], maxUses: 3 }),
    selection: 'invitation { id } url',
    events: [
      about('CREATED', 'invitation', ({ answer }) => keep('invitation', answer.invitation.id), {
        name: 'For the crew',
        groupIds: ['crew'],
        maxUses: 3,
      }),
    ],
  },
  {
    field: 'revokeInvitation',
    input: () => ({ id: idOf('invitation') }),
    selection: 'deleted',
    events: [about('DELETED', 'invitation', given, { uses: 0 })],
  },
  {
    field: 'approveUser',
    input: async () => ({ id: await waitingUser('grace') }),
    selection: 'user { id }',
    events: [about('USER_APPROVED', 'user', given, { invitationId: null, groupIds: [] })],
  },
  {
    field: 'rejectUser',
    input: async () => ({ id: await waitingUser('alan') }),
    selection: 'deleted',
    events: [about('USER_REJECTED', 'user', given, { username: 'alan' })],
  },
  {
    field: 'grantPermission',
    input: () => ({ clientId: 'notes', groupId: 'crew' }),
    selection: 'permission { clientId }',
    events: [about('CREATED', 'permission', () => expect.any(String) as never, { groupId: 'crew', group: 'Team' })],
  },
  {
    field: 'putRole',
    input: () => ({ id: 'editor', clientId: 'notes', name: 'editor' }),
    selection: 'role { id }',
    events: [about('CREATED', 'role', () => 'editor', { name: 'editor' })],
  },
  {
    field: 'assignRole',
    input: () => ({ roleId: 'editor', groupId: 'crew' }),
    selection: 'assignment { roleId }',
    events: [
      about('CREATED', 'roleAssignment', () => expect.any(String) as never, { roleId: 'editor', group: 'Team' }),
    ],
  },
  {
    field: 'unassignRole',
    input: () => ({ roleId: 'editor', groupId: 'crew' }),
    selection: 'deleted',
    events: [
      about('DELETED', 'roleAssignment', () => expect.any(String) as never, { roleId: 'editor', groupId: 'crew' }),
    ],
  },
  {
    field: 'deleteRole',
    input: () => ({ id: 'editor' }),
    selection: 'deleted',
    events: [about('DELETED', 'role', () => 'editor', { name: 'editor' })],
  },
  {
    field: 'revokePermission',
    input: () => ({ clientId: 'notes', groupId: 'crew' }),
    selection: 'deleted',
    events: [about('DELETED', 'permission', () => expect.any(String) as never, { groupId: 'crew' })],
  },
  {
    field: 'revokeConsent',
    input: addConsent,
    selection: 'deleted',
    events: [about('CONSENT_REVOKED', 'consent', () => idOf('consent'), { scopes: ['email'] })],
  },
  {
    field: 'revokeToken',
    input: async () => ({ token: (await tokensOf('openid offline_access')).access }),
    selection: 'count',
    events: [about('TOKEN_REVOKED', 'token', () => expect.any(String) as never)],
  },
  {
    field: 'revokeToken',
    input: async () => ({ token: (await tokensOf('openid offline_access')).refresh }),
    selection: 'count',
    events: [about('TOKEN_REVOKED', 'grant', () => expect.any(String) as never)],
  },
  {
    field: 'revokeGrant',
    input: async () => {
      await tokensOf('openid offline_access');
      return { id: await grantId() };
    },
    selection: 'deleted',
    events: [about('TOKEN_REVOKED', 'grant', given)],
  },
  {
    field: 'revokeToken',
    input: () => ({ userId: idOf('user') }),
    selection: 'count',
    events: [about('TOKEN_REVOKED', 'user', () => idOf('user'))],
  },
  {
    field: 'revokeToken',
    input: () => ({ clientId: 'notes' }),
    selection: 'count',
    events: [about('TOKEN_REVOKED', 'client', () => 'notes')],
  },
  {
    field: 'revokeSession',
    input: async () => {
      await tokensOf('openid');
      return { id: idOf('session') };
    },
    selection: 'deleted',
    events: [about('SESSION_REVOKED', 'session', given)],
  },
  {
    field: 'revokeUserSessions',
    input: async () => {
      await tokensOf('openid');
      return { userId: idOf('user') };
    },
    selection: 'count',
    events: [about('SESSION_REVOKED', 'user', () => idOf('user'), { count: expect.any(Number) })],
  },
  {
    field: 'createApiKey',
    input: () => ({ id: 'reader', name: 'Reader', permissions: ['users:read'] }),
    selection: 'apiKey { id } key',
    events: [about('CREATED', 'apiKey', given, { name: 'Reader', permissions: ['users:read'] })],
  },
  {
    field: 'deleteApiKey',
    input: () => ({ id: 'reader' }),
    selection: 'deleted',
    events: [about('DELETED', 'apiKey', given, { name: 'Reader' })],
  },
  {
    field: 'sendTestMail',
    input: () => ({ recipient: 'ada@example.org' }),
    selection: 'mail { id state }',
    events: [about('CREATED', 'mail', ({ answer }) => answer.mail.id)],
  },
  {
    field: 'createWebhook',
    input: () => ({ id: 'siem', url: 'https://siem.example/capability', types: ['SIGNED_IN'] }),
    selection: 'webhook { id } secret',
    events: [about('CREATED', 'webhook', given, { host: 'siem.example', types: ['SIGNED_IN'] })],
  },
  {
    field: 'updateWebhook',
    input: () => ({ id: 'siem', enabled: false }),
    selection: 'webhook { id }',
    events: [about('UPDATED', 'webhook', given, { changed: ['enabled'], to: { enabled: false } })],
  },
  {
    field: 'rotateWebhookSecret',
    input: () => ({ id: 'siem', expireOldIn: 60 }),
    selection: 'secret',
    events: [about('UPDATED', 'webhook', given, { changed: ['secret'], expireOldIn: 60 })],
  },
  {
    field: 'replayWebhook',
    input: () => ({ id: 'siem', since: deps.clock.now().toISOString() }),
    selection: 'webhook { id }',
    events: [about('UPDATED', 'webhook', given, { changed: ['cursor'] })],
  },
  {
    field: 'testWebhook',
    input: () => ({ id: 'siem' }),
    selection: 'delivery { accepted }',
    events: [about('WEBHOOK_TESTED', 'webhook', given, { host: expect.any(String), statusCode: null })],
  },
  {
    field: 'redeliverWebhookEvent',
    input: async () => {
      await deps.audit.record({ type: 'SIGNED_IN' });
      const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { types: ['SIGNED_IN'] });
      return { id: 'siem', eventId: items[0]?.record.id };
    },
    selection: 'delivery { accepted }',
    events: [about('WEBHOOK_EVENT_REDELIVERED', 'webhook', given, { statusCode: null })],
  },
  {
    field: 'deleteWebhook',
    input: () => ({ id: 'siem' }),
    selection: 'deleted',
    events: [about('DELETED', 'webhook', given)],
  },
  {
    field: 'deleteGroup',
    input: () => ({ id: 'crew' }),
    selection: 'deleted',
    events: [about('DELETED', 'group', given, { name: 'Team' })],
  },
  {
    field: 'deleteClient',
    input: () => ({ id: 'notes' }),
    selection: 'deleted',
    events: [about('DELETED', 'client', given, { name: 'Papers' })],
  },
  {
    field: 'deleteUser',
    input: () => ({ id: idOf('user') }),
    selection: 'deleted',
    events: [about('DELETED', 'user', given, { username: 'ada' })],
  },
  {
    field: 'freeUsername',
    input: () => ({ username: 'ada' }),
    selection: 'username',
    events: [() => ({ type: 'DELETED', resource: 'reservedUsername', detail: { username: 'ada' } })],
  },
  {
    field: 'deleteIssuer',
    input: () => ({ id: 'shop' }),
    selection: 'deleted',
    events: [about('DELETED', 'issuer', given, { slug: 'shop' })],
  },
  {
    field: 'deleteScope',
    input: () => ({ name: 'orders' }),
    selection: 'deleted',
    events: [about('DELETED', 'scope', ({ input }) => input.name)],
  },
  {
    field: 'eraseFromAuditLog',
    input: () => ({ userId: idOf('user') }),
    selection: 'erasedEvents',
    events: [about('DELETED', 'personalValues', ({ input }) => input.userId)],
  },
];

beforeAll(async () => {
  const log = { debug: noted, info: noted, warn: noted, error: noted };
  server = await openAdministration({ log, config: { mail: mailConfig('smtp://localhost:1') } });
  deps = server.deps;
  key = await server.keyWith('*');
});
afterAll(() => server.close());

/** The secrets in an answer, which are only shown once. */
function shown({ clientSecret, secret, key, enrolmentLink, url }: Answer): string[] {
  if (clientSecret != null) password = { secret: password.secret ?? clientSecret };
  const texts = [clientSecret, secret?.slice('whsec_'.length), key, enrolmentLink?.url, url];
  return texts.filter((text) => text != null).map(secretPart);
}

describe('The audit log', () => {
  it('is tested with every mutation of the schema', () => {
    const mutations = Object.keys(makeSchema().getMutationType()?.getFields() ?? {});
    expect([...new Set(STORY.map(({ field }) => field))].sort()).toEqual(mutations.sort());
  });

  it.each(STORY.map((act, index) => [`${act.field} (${index})`, act] as const))(
    'contains the events of %s with their actor and record',
    async (_, { field, input, selection, events }) => {
      const sent = await input();
      const before = (await allEvents()).length;
      const { data, errors } = await server.mutate(field, sent, selection, key);
      expect(errors).toEqual([]);
      secrets.push(...shown(data[field]));
      const added = (await allEvents()).slice(before);
      const wanted = events.map((event) => event({ answer: data[field], input: sent }));
      expect(added).toEqual(
        wanted.map((event) =>
          expect.objectContaining({
            ...event,
            outcome: 'SUCCESS',
            actorKind: 'API_KEY',
            actorId: key.slice('pg_'.length).split('.')[0],
            ipAddress: '127.0.0.1',
          }),
        ),
      );
    },
  );

  it('contains no secret and no personal data, nor does the server log', async () => {
    secrets.push(secretPart(key));
    expect(secrets.length).toBeGreaterThan(25);
    expect(logged.length).toBeGreaterThanOrEqual(STORY.length);
    const texts = [...(await allEvents()).map((event) => JSON.stringify(event)), ...logged];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThanOrEqual(43);
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
    const personal = ['private.example', PRIVATE.phoneNumber, PRIVATE.claims.salary, 'capability'];
    for (const text of personal) expect(texts.filter((line) => line.includes(text))).toEqual([]);
  });
});

async function allEvents(): Promise<AuditEvent[]> {
  const { items } = await deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
  expect(items.length).toBeLessThan(100);
  return items.map(({ record }) => record);
}
