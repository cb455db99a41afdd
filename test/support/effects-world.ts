import { findActiveSession } from '../../src/access/sessions/session.js';
import { createApiKey } from '../../src/admin/api-keys/api-key-create.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createInvitation } from '../../src/admin/invitations/invitation-create.js';
import { findToken } from '../../src/admin/tokens/token-find.js';
import { createEnrolmentLink } from '../../src/admin/users/enrolment-links.js';
import { consentKey } from '../../src/model/access/consent.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Group } from '../../src/model/people/group.js';
import type { User } from '../../src/model/people/user.js';
import { ADMIN_PERMISSIONS } from '../../src/model/server/administration.js';
import type { Maker } from '../../src/model/server/maker.js';
import type { Store } from '../../src/model/store.js';
import { secondsAfter } from '../../src/model/time.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { beginEnrolment } from '../../src/webauthn/enrolment/begin-enrolment.js';
import { openInvitation } from '../../src/webauthn/invitations/invitation-code.js';
import { aPasskey, aRole, aRoleAssignment, aScope } from '../storage/records.js';
import { type Administration, openAdministration } from './administration.js';
import { basicHeader, browserWith, codeFor, codeForm, queryOf, refusalOf, requestToken } from './authorization.js';
import { makeClient, makeGroup, makeIssuer, makeUser, permit, permitGroup, signInAs } from './fixtures.js';
import { redirectParameters } from './matchers.js';
import { signIn } from './sign-in.js';
import { codeOf } from './user-calls.js';

/** A session, grant, key, link, invitation or client that a test can use. */
interface Credential {
  readonly kind: 'sessions' | 'grants' | 'apiKeys' | 'enrolmentLinks' | 'invitations' | 'clients';
  readonly id: string;
  /** What the credential gives at present: `false` if it is refused. */
  use(): Promise<unknown>;
}

/** A server with users of several kinds, and everything that they can lose. */
export interface EffectsWorld {
  readonly server: Administration;
  readonly users: Readonly<Record<UserName, User>>;
  readonly clients: Readonly<Record<ClientName, Client>>;
  readonly groups: Readonly<Record<'crew' | 'staff', Group>>;
  readonly made: Record<string, string>;
  /** Uses all credentials, and returns for each id what it gave. */
  useAll(): Promise<Map<string, unknown>>;
  /** Returns the applications that each user can use after a sign-in. It makes sessions, so call it at the end. */
  access(): Promise<Map<string, string[]>>;
  readonly credentials: readonly Credential[];
}

type UserName = 'olive' | 'anna' | 'ada' | 'bob' | 'cleo' | 'dora' | 'wendy';
type ClientName = 'wiki' | 'notes' | 'shop' | 'tool';

const PASSKEY = { amr: ['swk', 'user', 'mfa'], acr: 'phr' };

export async function openEffectsWorld(store?: Store): Promise<EffectsWorld> {
  const server = await openAdministration(store === undefined ? {} : { store });
  const { deps } = server;
  const issuer = (await deps.store.issuers.find('default')) as Issuer;
  const other = await makeIssuer(deps, 'shop');
  const user = async (username: UserName, changes: Partial<User> = {}) => {
    const made = await makeUser(deps, { id: username, username, passkeyIds: [`${username}-key`], ...changes });
    for (const id of made.passkeyIds) await deps.store.passkeys.insert(aPasskey(made, { id, backupEligible: true }));
    return made;
  };
  const users = {
    olive: await user('olive', { adminRole: 'OWNER', passkeyIds: ['olive-key', 'olive-key-2'] }),
    anna: await user('anna', { adminRole: 'ADMIN' }),
    ada: await user('ada', { passkeyIds: ['p1', 'p2'] }),
    bob: await user('bob'),
    cleo: await user('cleo'),
    dora: await user('dora', { passkeyIds: [] }),
    wendy: await user('wendy', { passkeyIds: [], enabled: false, awaitsApproval: true }),
  };
  const owners = await deps.store.owners.find('owners');
  if (owners !== undefined) await deps.store.owners.update(owners, { userIds: [users.olive.id] });
  await deps.store.scopes.insert(aScope({ id: 'docs:write', requiresRole: true }));
  await deps.store.scopes.insert(aScope({ id: 'docs:read' }));
  const scopes = ['openid', 'offline_access', 'docs:write', 'docs:read'];
  const secrets = new Map<string, string>();
  const client = async (id: ClientName, changes: Partial<Client>, of = issuer) => {
    const { client, secret } = await makeClient(deps, of, { id, scopes, ...changes });
    secrets.set(id, secret);
    return client;
  };
  const clients = {
    wiki: await client('wiki', {}),
    notes: await client('notes', { accessPolicy: 'PERMITTED_USERS', consent: 'REMEMBERED' }),
    shop: await client('shop', {}, other),
    tool: await client('tool', {
      accessPolicy: 'PERMITTED_USERS',
      scopes: ['openid', ...ADMIN_PERMISSIONS.filter((one) => one !== '*')],
    }),
  };
  const groups = {
    crew: await makeGroup(deps, 'Crew', [users.bob, users.cleo]),
    staff: await makeGroup(deps, 'Staff', [users.bob]),
  };
  await permit(deps, clients.notes, users.ada);
  await permit(deps, clients.tool, users.anna);
  await permitGroup(deps, clients.notes, groups.crew);

  const role = aRole({ client: clients.wiki }, { id: 'editor', name: 'editor', scopes: ['docs:write'] });
  await deps.store.roles.insert(role);
  await deps.store.roleAssignments.insert(aRoleAssignment(role, { user: users.ada }));
  await deps.store.roleAssignments.insert(aRoleAssignment(role, { group: groups.staff }));

  const made: Record<string, string> = {};
  const credentials: Credential[] = [];
  const add = (name: string, credential: Credential) => {
    made[name] = credential.id;
    credentials.push(credential);
  };

  const session = async (name: string, of: User, passkeyId = of.passkeyIds[0] ?? '') => {
    const { session, cookie } = await signIn(deps, { user: of, passkeyId, ...PASSKEY });
    const use = async () => (await findActiveSession(deps, cookie)) !== undefined;
    add(`${name}-session`, { kind: 'sessions', id: session.id, use });
    return cookie;
  };
  const grant = async (name: string, cookie: string, of: Client, scope: string) => {
    const from = of.issuerId === issuer.id ? issuer : other;
    const tool = of.id === 'tool' ? { resource: 'http://localhost:3000/graphql' } : {};
    const code = await codeFor(deps, from, of, cookie, { scope, ...tool });
    const form = { ...codeForm(of, code), ...tool };
    const { access_token } = await requestToken(deps, from, form, basicHeader(of, secrets.get(of.id) ?? ''));
    const found = await findToken(deps, String(access_token));
    const use = async () => (await findToken(deps, String(access_token)))?.scopes ?? false;
    add(`${name}-${of.id}${scope.includes('offline') ? '-offline' : ''}`, {
      kind: 'grants',
      id: found?.grant?.id ?? '',
      use,
    });
  };
  for (const [id, one] of [
    ['ada', users.ada],
    ['bob', users.bob],
    ['cleo', users.cleo],
  ] as const) {
    await deps.store.consents.insert({
      id: `consent-${id}`,
      version: 1,
      key: consentKey(clients.notes, one.id),
      userId: one.id,
      clientId: clients.notes.id,
      clientGeneration: clients.notes.generation,
      scopes,
      claims: [],
      createdAt: deps.clock.now(),
    });
    const cookie = await session(id, one);
    for (const of of [clients.wiki, clients.notes, clients.shop])
      await grant(id, cookie, of, of.id === 'shop' ? 'openid docs:read' : 'openid docs:write');
    await grant(id, cookie, clients.wiki, 'openid offline_access');
  }
  await session('olive', users.olive);
  const second = await session('ada-2', users.ada, 'p2');
  await grant('ada-2', second, clients.wiki, 'openid');
  await grant('ada-2', second, clients.wiki, 'openid offline_access');
  await grant('anna', await session('anna', users.anna), clients.tool, 'openid users:write apiKeys:read');

  // Another way in, on which no grant depends.
  await permitGroup(deps, clients.notes, groups.staff);

  const caller = (maker: Maker, permissions: readonly string[] = ['users:write', 'clients:read']) =>
    ({ ...systemCaller, maker, permissions }) as typeof systemCaller;
  const key = async (name: string, maker: Maker, permissions = ['users:write', 'clients:read']) => {
    const { apiKey, key: text } = await createApiKey(deps, caller(maker, ['*']), { name, permissions });
    const use = async () =>
      (await server.call('{ viewer { permissions } }', {}, text)).data?.viewer.permissions ?? false;
    add(name, { kind: 'apiKeys', id: apiKey.id, use });
    return { makerKeyId: apiKey.id, makerKeyOrder: apiKey.order, userId: apiKey.userId };
  };
  const byAnna = { userId: users.anna.id, keyEpoch: 0 };
  const { id: clientId, generation: clientGeneration } = clients.tool;
  const byTool = { clientId, clientGeneration, clientGrantEpoch: 0 };
  await key('anna-key-2', await key('anna-key', byAnna));
  await key('anna-grant-key', { ...byAnna, ...byTool, grantId: made['anna-tool'] }, ['users:read']);
  await key('tool-key', byTool);
  const system = await key('system-key', {});
  await key('system-key-3', await key('system-key-2', system));

  const link = async (name: string, of: User, maker?: Maker) => {
    const by = maker === undefined ? systemCaller : caller(maker, ['*']);
    const { id, url } = await createEnrolmentLink(deps, by, { userId: of.id });
    const use = () =>
      beginEnrolment(deps, { browserHash: '', request: { enrolment: codeOf(url) }, caller: {} }).then(
        () => true,
        () => false,
      );
    add(name, { kind: 'enrolmentLinks', id, use });
  };
  await link('ada-link', users.ada);
  await link('dora-link', users.dora, byAnna);
  await link('bob-link', users.bob, byTool);
  await link('cleo-link', users.cleo, system);

  const invite = async (name: string, maker: Maker) => {
    const { invitation, url } = await createInvitation(deps, caller(maker, ['*']), { groupIds: [groups.crew.id] });
    const use = () =>
      openInvitation(deps, codeOf(url)).then(
        () => true,
        () => false,
      );
    add(name, { kind: 'invitations', id: invitation.id, use });
  };
  await invite('anna-invitation', byAnna);
  await invite('tool-invitation', byTool);
  for (const { id, issuerId } of Object.values(clients)) {
    const known = await deps.store.clients.find(id);
    const form = { grant_type: 'client_credentials' };
    const from = issuerId === issuer.id ? issuer : other;
    const use = async () => {
      const header = basicHeader(known ?? clients.wiki, secrets.get(id) ?? '');
      return (await refusalOf(requestToken(deps, from, form, header))).error !== 'invalid_client';
    };
    add(`client-${id}`, { kind: 'clients', id, use });
  }
  // A session that was used last an hour ago.
  const idle = await deps.store.sessions.find(made['cleo-session'] ?? '');
  if (idle !== undefined) await deps.store.sessions.update(idle, { lastUsedAt: secondsAfter(deps.clock.now(), -3600) });

  return {
    server,
    users,
    clients,
    groups,
    made,
    credentials,
    useAll: async () => new Map(await Promise.all(credentials.map(async ({ id, use }) => [id, await use()] as const))),
    access: async () => {
      const found = new Map<string, string[]>();
      for (const { id } of Object.values(users)) {
        const one = await deps.store.users.find(id);
        if (one === undefined || !one.enabled || one.passkeyIds.length === 0) continue;
        const { session, cookie } = await signInAs(deps, one);
        const open: string[] = ['sign-in'];
        for (const known of Object.values(clients)) {
          const of = await deps.store.clients.find(known.id);
          const from = await deps.store.issuers.find(known.issuerId);
          if (of === undefined || from === undefined) continue;
          const answer = await authorize(deps, from, {
            parameters: queryOf(of, { scope: 'openid' }),
            ...browserWith(cookie),
          });
          // The page that asks for consent is for users who have access.
          if (redirectParameters(answer)?.code !== undefined || JSON.stringify(answer).includes('/consent'))
            open.push(of.id);
        }
        const records = await deps.store.readSession(session.id, clients.wiki);
        for (const { name, scopes } of records?.userRoles ?? []) open.push(`role ${name} ${scopes.join(' ')}`);
        found.set(id, open);
      }
      return found;
    },
  };
}
