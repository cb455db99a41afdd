import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import {
  aClient,
  aConsent,
  aGrant,
  aGroup,
  aMail,
  aMembership,
  anApiKey,
  anAuditEvent,
  anEnrolmentLink,
  anInvitation,
  anIssuer,
  aPasskey,
  aPermission,
  aRole,
  aRoleAssignment,
  aScope,
  aSession,
  aUser,
  aWebhook,
  present,
} from '../storage/records.js';

/** Markup that makes an element or runs a script where a page does not escape it. */
const MARKUP =
  '"\'><b data-evil>x</b><img data-evil src=/evil.png onerror=hacked=1><script data-evil>hacked=1</script>';
/** Markup, what templates and messages fill in, a change of the text direction, and a word that is wider than a screen. */
export const EVIL = `${MARKUP}{name}{0, plural, other {#}}\${hacked=1}{{hacked=1}}%s\u202E${'W'.repeat(60)}`;
/** A URL that runs a script where a page makes a link of it. */
const EVIL_URL = 'javascript:hacked=1//evil.example';

/** Stores records of every kind that the console shows, with markup in every text that people or programs can set. */
export async function storeEvilWorld(store: Store, userId: string): Promise<void> {
  const issuer = (await store.issuers.find('default')) as Issuer;
  const user = (await store.users.find(userId)) as User;
  const client = await storeClient(store, issuer);
  const mallory = await storeUser(store, client);
  const owners = await store.owners.find('owners');
  if (owners !== undefined) await store.owners.update(owners, { userIds: [userId, mallory.id] });
  await storePermissions(store, client, mallory);
  await storeServer(store, mallory);
  await storeEvents(store, client, user);
}

async function storeClient(store: Store, issuer: Issuer): Promise<Client> {
  const client = aClient({
    id: 'evil',
    issuerGeneration: issuer.generation,
    name: EVIL,
    redirect_uris: [EVIL_URL],
    post_logout_redirect_uris: [EVIL_URL],
    initiate_login_uri: EVIL_URL,
    logo_uri: EVIL_URL,
    client_uri: EVIL_URL,
    policy_uri: EVIL_URL,
    tos_uri: EVIL_URL,
    audiences: [EVIL],
    lastUsedAt: present,
  });
  await store.clients.insert(client);
  await store.issuers.insert(
    anIssuer({
      id: 'evil',
      slug: 'evil',
      branding: { name: EVIL, logo: EVIL_URL, termsUrl: EVIL_URL, supportContact: EVIL },
    }),
  );
  return client;
}

async function storeUser(store: Store, client: Client): Promise<User> {
  const mallory = aUser({
    id: 'evil',
    username: `mallory${EVIL}`,
    name: EVIL,
    given_name: EVIL,
    family_name: EVIL,
    picture: EVIL_URL,
    email: `${EVIL}@example.com`,
    phone_number: EVIL,
    locale: EVIL,
    zoneinfo: EVIL,
    claims: { [EVIL]: EVIL, constructor: EVIL },
    adminRole: 'OWNER',
  });
  await store.users.insert(mallory);
  await store.passkeys.insert(aPasskey(mallory, { id: 'passkey', name: EVIL }));
  await store.sessions.insert(
    aSession(mallory, {
      userAgent: EVIL,
      ipAddress: EVIL,
      clients: [{ id: client.id, generation: client.generation }],
    }),
  );
  await store.grants.insert(aGrant(mallory, client, { scopes: ['openid', EVIL] }));
  await store.consents.insert(aConsent(mallory, client, { scopes: [EVIL], claims: [EVIL] }));
  await store.enrolmentLinks.insert(anEnrolmentLink(mallory, { mailedTo: EVIL }));
  return mallory;
}

async function storePermissions(store: Store, client: Client, mallory: User): Promise<void> {
  const group = aGroup({ id: 'evil', name: EVIL });
  await store.groups.insert(group);
  await store.memberships.insert(aMembership(group, mallory));
  await store.permissions.insert(aPermission(client, { group }));
  await store.permissions.insert(aPermission(client, { user: mallory }));
  await store.scopes.insert(
    aScope({ id: 'evil', description: EVIL, claims: [EVIL], resource: 'https://evil.example' }),
  );
  const role = aRole({ client }, { id: 'evil', name: EVIL, description: EVIL, scopes: [EVIL] });
  await store.roles.insert(role);
  await store.roleAssignments.insert(aRoleAssignment(role, { user: mallory }));
}

async function storeServer(store: Store, mallory: User): Promise<void> {
  await store.apiKeys.insert(anApiKey({ name: EVIL, hint: EVIL }));
  await store.invitations.insert(anInvitation({ name: EVIL, emailDomain: EVIL }));
  await store.mails.insert(aMail({ recipient: EVIL, userId: mallory.id, state: 'FAILED', error: EVIL }));
  const at = present.getTime();
  await store.webhooks.insert(
    aWebhook({
      id: 'evil',
      url: `https://evil.example/${EVIL}`,
      // It would change while the test looks at it.
      enabled: false,
      failures: 3,
      failingSince: present,
      deliveries: [
        {
          kind: 'EVENT',
          eventId: EVIL,
          eventType: 'SIGNED_IN',
          attempts: 3,
          firstAttemptAt: at,
          lastAttemptAt: at,
          statusCode: 500,
          error: EVIL,
          response: EVIL,
        },
      ],
    }),
  );
}

async function storeEvents(store: Store, client: Client, user: User): Promise<void> {
  const detail = {
    username: EVIL,
    reason: EVIL,
    userAgent: EVIL,
    name: EVIL,
    [EVIL]: { nested: [EVIL] },
    constructor: EVIL,
  };
  const about = { userId: user.id, clientId: client.id, resource: 'client', resourceId: EVIL, ipAddress: EVIL, detail };
  await store.auditEvents.insertAbsent([
    anAuditEvent({ type: 'SIGNED_IN', ...about }),
    anAuditEvent({ type: 'SIGN_IN_REFUSED', outcome: 'FAILURE', ...about }),
    anAuditEvent({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', ...about }),
    anAuditEvent({ type: 'UPDATED', ...about }),
  ]);
}
