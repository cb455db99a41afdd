import { DatabaseSync } from 'node:sqlite';
import { isMap } from 'node:util/types';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Document, MongoClient } from 'mongodb';
import { check, deletionIf, updateIf } from '../../src/model/change-set.js';
import type { ClientFilter } from '../../src/model/clients/client-list.js';
import { after } from '../../src/model/conditions.js';
import type { UserFilter } from '../../src/model/people/user-list.js';
import type { PageRequest } from '../../src/model/record-store.js';
import type { Store } from '../../src/model/store.js';
import { extension, redemption, replacement } from '../../src/model/tokens/token-changes.js';
import type { Statement } from '../../src/storage/database.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import {
  aBackup,
  aChallenge,
  aClient,
  aConsent,
  aDelivery,
  aDeviceAuthorization,
  aDeviceLink,
  aGrant,
  aGroup,
  aKeyRing,
  aMail,
  aMembership,
  anApiKey,
  anAuditEvent,
  anAuditKeyRing,
  anEnrolmentLink,
  anInteraction,
  anInvitation,
  anIssuer,
  aPasskey,
  aPermission,
  aPicture,
  aProtectedHost,
  aPushedRequest,
  aRole,
  aRoleAssignment,
  aScope,
  aSession,
  aToken,
  aUser,
  aWebhook,
  inAnHour,
  present,
} from './records.js';

/** A call of the store, and what its plan may do: `sort` the results of a search, or read `all` records of a list. */
type Call = readonly [name: string, call: (store: Store) => Promise<unknown>, allowed?: 'sort' | 'all'];

const user = aUser({ name: 'Ada', email: 'ada@example.org' });
const client = aClient();
const group = aGroup();
const issuer = anIssuer({ slug: 'shop' });
const grant = aGrant(user, client);
const session = aSession(user, { clients: [{ id: client.id, generation: client.generation }] });
const token = aToken(client, { grantId: grant.id });
const challenge = aChallenge();
const interaction = anInteraction(client);
const link = anEnrolmentLink(user);
const passkey = aPasskey(user);
const KEPT_VALUE = { id: 'kept', sessionId: session.id, value: { sealed: 'sealed' }, expiresAt: inAnHour };
const REPLACEMENT = {
  successorId: 'next',
  successor: { salt: 'salt', keyId: 'key' },
  replacedAt: present,
  repetitions: 0,
  expiresAt: inAnHour,
};
const first = { first: 2 };
const next = { first: 2, after: Buffer.from('key:5').toString('base64url') };

/** Reads each page alone, and both at the same time. */
async function pages<T>(page: (request: typeof first) => Promise<T>) {
  await page(first);
  await page(next);
  await Promise.all([page(first), page(next)]);
}
/** Searches for one and for two words, from the beginning and after a cursor. */
async function searches<T>(page: (request: PageRequest, search: string) => Promise<T>) {
  const word = Buffer.from('word0:a').toString('base64url');
  for (const search of ['a', 'a b']) {
    await page({ first: 2 }, search);
    await page({ first: 2, after: word }, search);
    await page({ last: 2, before: word }, search);
  }
}
const USER_FILTERS: readonly UserFilter[] = [
  { statuses: ['ACTIVE'] },
  { statuses: ['DISABLED', 'NO_PASSKEY'] },
  { adminRoles: ['OWNER', 'AUDITOR'] },
  { hasPasskeys: true },
  { emailVerified: false },
  { neverSignedIn: true },
  { statuses: ['ACTIVE'], emailVerified: false },
];
/** The cursors of these lists are those of the group. */
const MEMBER_FILTERS: readonly UserFilter[] = [
  { groupGeneration: group.generation },
  { groupGeneration: group.generation, emailVerified: true },
];
const CLIENT_FILTERS: readonly ClientFilter[] = [
  { issuerId: 'default' },
  { enabled: true },
  { integration: 'OIDC' },
  { grantType: 'refresh_token' },
  { accessPolicy: 'ALL_USERS' },
  { issuerId: 'default', enabled: true },
];

/** A cursor of a list that is sorted by a field. */
function cursorIn(name: string, value: string | null): string {
  return Buffer.from(`${name}:${JSON.stringify([value, '5'])}`).toString('base64url');
}

/** Reads a sorted list from both ends and after a cursor. */
async function sorted<T>(page: (request: PageRequest) => Promise<T>, cursors: readonly string[]) {
  await page({ first: 2 });
  await page({ last: 2 });
  for (const cursor of cursors) {
    await page({ first: 2, after: cursor });
    await page({ last: 2, before: cursor });
  }
}
const SIGN_INS = [cursorIn('sign-in', present.toISOString()), cursorIn('sign-in', null)];
const { id: userId } = user;
const { id: clientId, generation } = client;

function recordCalls(name: keyof Store, record: { readonly id: string }): Call[] {
  const records = (store: Store) => store[name] as unknown as Store['users'];
  return [
    [`${name}.insert`, (store) => records(store).insert(record as typeof user)],
    [`${name}.find`, (store) => records(store).find(record.id)],
    [`${name}.delete`, (store) => records(store).delete('nothing')],
  ];
}

function versionedCalls(name: keyof Store, record: { readonly id: string; readonly version: number }): Call[] {
  const records = (store: Store) => store[name] as unknown as Store['users'];
  return [
    ...recordCalls(name, record),
    [`${name}.update`, (store) => records(store).update({ ...user, id: 'nothing' }, {})],
  ];
}

const calls: readonly Call[] = [
  [
    'commit',
    (store) =>
      store.commit([
        updateIf('enrolmentLinks', { id: link.id, usedAt: null, expiresAt: after(present) }, { usedAt: present }),
        updateIf('interactions', { id: interaction.id, deniedAt: null }, { deniedAt: present }),
        updateIf('passkeys', { id: passkey.id, signCount: 0, backupEligible: true }, { signCount: 1 }),
        updateIf('sessions', { id: session.id, version: 0, endedAt: null }, { endedAt: present, version: 1 }),
        updateIf('users', { id: user.id, enabled: true, sessionEpoch: 0 }, { lastSignInAt: present }),
        redemption({ grantId: 'g', codeHash: 'h', clientId: 'c', clientGeneration: 'i' }, present, inAnHour),
        replacement({ id: 'nothing' }, REPLACEMENT),
        extension('nothing', inAnHour),
        check('clients', { id: client.id, generation: client.generation }),
        deletionIf('permissions', { id: 'nothing' }),
      ]),
  ],
  ...versionedCalls('auditKeyRings', anAuditKeyRing()),
  ...versionedCalls('backups', aBackup()),
  ...versionedCalls('users', user),
  ...versionedCalls('clients', client),
  ...versionedCalls('consents', aConsent(user, client)),
  ...versionedCalls('groups', group),
  ...versionedCalls('deviceLinks', aDeviceLink(user)),
  ...versionedCalls('invitations', anInvitation()),
  ['invitations.page', (store) => pages((request) => store.invitations.page(request, present))],
  ['invitations.findMany', (store) => store.invitations.findMany(['nothing'])],
  ['invitations.count', (store) => store.invitations.count(present)],
  ...versionedCalls('issuers', issuer),
  ...versionedCalls('keyRings', aKeyRing(issuer)),
  ...versionedCalls('mails', aMail()),
  ...versionedCalls('serverSettings', { id: 'server', version: 0, values: {} } as Document as typeof user),
  ...versionedCalls('owners', { id: 'owners', version: 0, userIds: [] } as Document as typeof user),
  ...versionedCalls('scopes', aScope()),
  ...versionedCalls('webhooks', aWebhook()),
  ...recordCalls('apiKeys', anApiKey({ userId })),
  ...recordCalls('challenges', challenge),
  ...recordCalls('deliveries', aDelivery(client)),
  ...recordCalls('enrolmentLinks', link),
  ...recordCalls('grants', grant),
  ...recordCalls('interactions', interaction),
  ...recordCalls('keptValues', KEPT_VALUE),
  ...recordCalls('memberships', aMembership(group, user)),
  ...recordCalls('passkeys', passkey),
  ...recordCalls('permissions', aPermission(client, { group })),
  ...versionedCalls('roles', aRole({ client })),
  ...recordCalls('roleAssignments', aRoleAssignment(aRole({ client }), { group })),
  ...recordCalls('deviceAuthorizations', aDeviceAuthorization(client)),
  ...recordCalls('pictures', aPicture()),
  ['pictures.page', (store) => pages((request) => store.pictures.page(request))],
  ...recordCalls('protectedHosts', aProtectedHost(client)),
  ['protectedHosts.page', (store) => pages((request) => store.protectedHosts.page(request))],
  ...recordCalls('pushedRequests', aPushedRequest(client)),
  ...recordCalls('reservedNames', {
    id: 'digest',
    reservedFor: 'CLIENT',
    createdAt: present,
  } as Document as typeof user),
  ...recordCalls('sessions', session),
  ...recordCalls('tokens', token),
  ['apiKeys.touch', (store) => store.apiKeys.touch('nothing', present)],
  ['apiKeys.findMany', (store) => store.apiKeys.findMany(['nothing'])],
  ['apiKeys.page', (store) => pages((request) => store.apiKeys.page(request))],
  ['apiKeys.pageOfUser', (store) => pages((request) => store.apiKeys.pageOfUser(userId, request))],
  ['apiKeys.pageOfClient', (store) => pages((request) => store.apiKeys.pageOfClient(clientId, request))],
  ['apiKeys.pageOfMaker', (store) => pages((request) => store.apiKeys.pageOfMaker('maker', request))],
  ['apiKeys.expiringBetween', (store) => store.apiKeys.expiringBetween(present, inAnHour)],
  ['apiKeys.count', (store) => store.apiKeys.count(), 'all'],
  ['auditEvents.numberEvents', (store) => store.auditEvents.numberEvents('test', present)],
  ['auditEvents.numberStrayEvents', (store) => store.auditEvents.numberStrayEvents(), 'sort'],
  ['auditEvents.head', (store) => store.auditEvents.head()],
  ['auditEvents.endCursor', (store) => store.auditEvents.endCursor()],
  ['auditEvents.findEvent', (store) => store.auditEvents.findEvent('nothing')],
  ['auditEvents.sequenceOf', (store) => store.auditEvents.sequenceOf(store.auditEvents.cursorAfter(0))],
  ['auditEvents.findRetainedStart', (store) => store.auditEvents.findRetainedStart(present)],
  ['auditEvents.erase', (store) => store.auditEvents.erase(userId)],
  ['auditEvents.deleteBefore', (store) => store.auditEvents.deleteBefore(2)],
  ['auditEvents.insertAbsent', (store) => store.auditEvents.insertAbsent([anAuditEvent(), anAuditEvent()])],
  ...(
    [
      {},
      { userId },
      { clientId },
      { actorId: userId },
      { sessionId: session.id },
      { resourceId: clientId },
      { resource: 'client' },
      { resource: 'client', resourceId: clientId },
      { actorKind: 'API_KEY' },
      { ipAddresses: ['192.0.2.1', '::ffff:192.0.2.1'] },
      { outcome: 'FAILURE' },
      { clientId, outcome: 'FAILURE' },
      { clientId, types: ['REQUEST_REFUSED', 'TOKEN_REFUSED'] },
      { types: ['SIGNED_IN', 'SIGNED_OUT'] },
      {
        anyOf: [
          { field: 'userId', values: [userId, 'another'] },
          { field: 'clientId', values: [clientId] },
          { field: 'type', values: ['UPDATED'] },
        ],
      },
      { from: present },
      { to: present },
      { from: present, to: inAnHour },
      { userId, types: ['SIGNED_IN', 'SIGNED_OUT'], outcome: 'SUCCESS', from: present },
      { except: { types: ['UPDATED'], ofClient: { type: 'SIGNED_OUT', clientId } } },
      { clientId, except: { types: ['UPDATED'], ofClient: { type: 'SIGNED_OUT', clientId } } },
    ] as const
  ).flatMap((filter): Call[] => [
    ['auditEvents.page', (store) => pages((request) => store.auditEvents.page(request, 'NEWEST_FIRST', filter))],
    ['auditEvents.page', (store) => pages((request) => store.auditEvents.page(request, 'OLDEST_FIRST', filter))],
    [
      'auditEvents.count',
      (store) => store.auditEvents.count(filter),
      Object.keys(filter).every((name) => name === 'except') ? 'all' : 'sort',
    ],
  ]),
  ['auditEvents.countEvents', (store) => store.auditEvents.countEvents(1)],
  ['auditEvents.dailyCounts', (store) => store.auditEvents.dailyCounts(clientId, 1, 2)],
  ['auditEvents.countsOfClients', (store) => store.auditEvents.countsOfClients([clientId, 'another'], 1)],
  ['auditEvents.latestCounts', (store) => store.auditEvents.latestCounts([clientId, 'another'], 'signIn')],
  ['auditEvents.valuesBeginningWith', (store) => store.auditEvents.valuesBeginningWith('ipAddress', '192', 2)],
  ['challenges.take', (store) => store.challenges.take('nothing', 'authentication', challenge.browserHash, present)],
  ['clients.touch', (store) => store.clients.touch(client, present)],
  ['clients.findMany', (store) => store.clients.findMany([clientId, 'nothing'])],
  ['clients.idsForAllUsers', (store) => store.clients.idsForAllUsers({ first: 2, after: 'a' })],
  ['clients.page', (store) => pages((request) => store.clients.page(request))],
  ['clients.page', (store) => searches((request, search) => store.clients.page(request, { search }))],
  ['clients.expiringSecrets', (store) => store.clients.expiringSecrets(present, 2)],
  ['clients.pageOfIssuer', (store) => pages((request) => store.clients.pageOfIssuer(issuer.id, request))],
  ['clients.page', (store) => sorted((page) => store.clients.page(page, { order: 'NAME' }), [cursorIn('name', 'a')])],
  [
    'clients.page',
    (store) =>
      sorted(
        (page) => store.clients.page(page, { order: 'LAST_USED' }),
        [cursorIn('use', present.toISOString()), cursorIn('use', null)],
      ),
  ],
  ...CLIENT_FILTERS.flatMap((filter): Call[] => [
    ['clients.page', (store) => pages((request) => store.clients.page(request, { filter }))],
    ['clients.count', (store) => store.clients.count({ filter })],
  ]),
  ['clients.count', (store) => store.clients.count(), 'all'],
  ['clients.count', (store) => store.clients.count({ search: 'wi' })],
  ['clients.countOfIssuer', (store) => store.clients.countOfIssuer(issuer.id)],
  ['consents.findByKey', (store) => store.consents.findByKey('nothing')],
  ['consents.touch', (store) => store.consents.touch('nothing', present)],
  ['consents.page', (store) => pages((request) => store.consents.page(request))],
  ['consents.pageOfUser', (store) => pages((request) => store.consents.pageOfUser(userId, request))],
  ['consents.findByKeys', (store) => store.consents.findByKeys(['nothing', 'another'])],
  ['consents.clientIdsOfUser', (store) => store.consents.clientIdsOfUser(userId, { first: 2, after: 'a' })],
  ['consents.countOfUser', (store) => store.consents.countOfUser(userId)],
  ['consents.deleteOfClient', (store) => store.consents.deleteOfClient('nothing')],
  ['consents.deleteOfUser', (store) => store.consents.deleteOfUser('nothing')],
  ['deliveries.due', (store) => store.deliveries.due(present, 10)],
  ['deliveries.claim', (store) => store.deliveries.claim({ id: 'nothing', attempts: 0 }, present)],
  ['deliveries.refused', (store) => store.deliveries.refused({ id: 'nothing', attempts: 1 })],
  ['deliveries.delivered', (store) => store.deliveries.delivered({ id: 'nothing', attempts: 1 }, present)],
  ['mails.due', (store) => store.mails.due(present, 10)],
  ['mails.count', (store) => store.mails.count({}), 'all'],
  ...[{}, { userId }, { state: 'SENT' as const }, { userId, state: 'SENT' as const }].map(
    (filter): Call => ['mails.page', (store) => pages((request) => store.mails.page(request, filter))],
  ),
  ...[{ userId }, { state: 'SENT' as const }, { userId, state: 'SENT' as const }].map(
    (filter): Call => ['mails.count', (store) => store.mails.count(filter)],
  ),
  ['mails.deleteOfUser', (store) => store.mails.deleteOfUser('nothing')],
  ['enrolmentLinks.pagePending', (store) => pages((request) => store.enrolmentLinks.pagePending(request, present))],
  ['enrolmentLinks.pendingOfUser', (store) => store.enrolmentLinks.pendingOfUser(userId, present)],
  ['grants.touch', (store) => store.grants.touch('nothing', present)],
  ['grants.revoke', (store) => store.grants.revoke('nothing', present)],
  ...[{}, { userId }, { clientId }, { userId, clientId }].flatMap((filter): Call[] => {
    const allowed = Object.keys(filter).length === 0 ? 'all' : undefined;
    // On SQLite the sessions of a client are found in a table beside theirs.
    const sorted = 'clientId' in filter ? 'sort' : undefined;
    return [
      ['grants.page', (store) => pages((request) => store.grants.page(request, filter))],
      ['grants.count', (store) => store.grants.count(filter), allowed],
      ['sessions.page', (store) => pages((request) => store.sessions.page(request, filter)), sorted],
      ['sessions.count', (store) => store.sessions.count(filter), allowed],
    ] as Call[];
  }),
  ['grants.page', (store) => pages((request) => store.grants.page(request, { userId, standingAt: present }))],
  [
    'sessions.page',
    (store) =>
      pages((request) => store.sessions.page(request, { userId, active: { at: present, usedAfter: present } })),
  ],
  [
    'grants.clientIdsOfUser',
    (store) => store.grants.clientIdsOfUser(userId, { first: 2, after: 'a', standingAt: present }),
  ],
  ['consents.findMany', (store) => store.consents.findMany(['nothing'])],
  ['memberships.findMany', (store) => store.memberships.findMany(['nothing'])],
  ['permissions.findMany', (store) => store.permissions.findMany(['nothing'])],
  ['sessions.findMany', (store) => store.sessions.findMany([session.id])],
  ['groups.findMany', (store) => store.groups.findMany([group.id])],
  ['groups.page', (store) => pages((request) => store.groups.page(request))],
  ['groups.page', (store) => searches((request, search) => store.groups.page(request, { search }))],
  ['groups.page', (store) => sorted((page) => store.groups.page(page, { order: 'NAME' }), [cursorIn('name', 'a')])],
  ['groups.count', (store) => store.groups.count(), 'all'],
  ['groups.count', (store) => store.groups.count({ search: 'st' })],
  [
    'deviceAuthorizations.poll',
    (store) => store.deviceAuthorizations.poll('nothing', { interval: 5, lastPolledAt: present }),
  ],
  ['interactions.bind', (store) => store.interactions.bind('nothing', 'browser')],
  ['interactions.update', (store) => store.interactions.update('nothing', { register: true })],
  ['interactions.rebind', (store) => store.interactions.rebind('nothing', 'browser', 'another')],
  ['issuers.findBySlug', (store) => store.issuers.findBySlug('shop')],
  ['issuers.findMany', (store) => store.issuers.findMany([issuer.id, 'nothing'])],
  ['issuers.page', (store) => pages((request) => store.issuers.page(request))],
  ['issuers.count', (store) => store.issuers.count(), 'all'],
  ['keyRings.page', (store) => pages((request) => store.keyRings.page(request))],
  ['keyRings.findOfIssuer', (store) => store.keyRings.findOfIssuer(issuer.generation)],
  ['memberships.findByKey', (store) => store.memberships.findByKey('nothing')],
  ['memberships.page', (store) => pages((request) => store.memberships.page(request))],
  ['memberships.pageOfGroup', (store) => pages((page) => store.memberships.pageOfGroup(group.generation, page))],
  ['memberships.pageOfUser', (store) => pages((request) => store.memberships.pageOfUser(userId, request))],
  ['memberships.countOfGroup', (store) => store.memberships.countOfGroup(group.generation)],
  ['memberships.countOfUser', (store) => store.memberships.countOfUser(userId)],
  ['memberships.deleteOfGroup', (store) => store.memberships.deleteOfGroup('nothing')],
  ['memberships.deleteOfUser', (store) => store.memberships.deleteOfUser('nothing')],
  ['passkeys.findMany', (store) => store.passkeys.findMany([passkey.id, 'nothing'])],
  ['passkeys.findOfOtherRpId', (store) => store.passkeys.findOfOtherRpId('localhost')],
  ['passkeys.page', (store) => pages((request) => store.passkeys.page(request))],
  ['passkeys.count', (store) => store.passkeys.count(), 'all'],
  ['permissions.findByKey', (store) => store.permissions.findByKey('nothing')],
  ['permissions.findByKeys', (store) => store.permissions.findByKeys(['nothing', 'another'])],
  ['roles.findMany', (store) => store.roles.findMany(['nothing'])],
  ['roles.findByKey', (store) => store.roles.findByKey('nothing')],
  ['roles.page', (store) => pages((request) => store.roles.page(request))],
  ['roles.pageOfClient', (store) => pages((request) => store.roles.pageOfClient(generation, request))],
  ['roles.pageOfResource', (store) => pages((request) => store.roles.pageOfResource('https://api.example', request))],
  ['roles.count', (store) => store.roles.count(), 'all'],
  ['roles.countOfClient', (store) => store.roles.countOfClient(generation)],
  ['roles.countOfResource', (store) => store.roles.countOfResource('https://api.example')],
  ['roles.deleteOfClient', (store) => store.roles.deleteOfClient('nothing')],
  ['roleAssignments.findByKey', (store) => store.roleAssignments.findByKey('nothing')],
  ['roleAssignments.page', (store) => pages((request) => store.roleAssignments.page(request))],
  ['roleAssignments.pageOfRole', (store) => pages((page) => store.roleAssignments.pageOfRole(generation, page))],
  [
    'roleAssignments.pageOfHolder',
    (store) => pages((page) => store.roleAssignments.pageOfHolder('user:unknown', page)),
  ],
  ['roleAssignments.countOfRole', (store) => store.roleAssignments.countOfRole(generation)],
  ['roleAssignments.countOfHolder', (store) => store.roleAssignments.countOfHolder('user:unknown')],
  ['roleAssignments.deleteOfRole', (store) => store.roleAssignments.deleteOfRole('nothing')],
  ['roleAssignments.deleteOfHolder', (store) => store.roleAssignments.deleteOfHolder('nothing')],
  [
    'permissions.clientIdsOf',
    async (store) => {
      await store.permissions.clientIdsOf({ userId, groupGenerations: [] }, { first: 2 });
      await store.permissions.clientIdsOf({ userId, groupGenerations: ['g'] }, { first: 2, after: 'a' });
    },
    'sort',
  ],
  [
    'permissions.findOf',
    async (store) => {
      await store.permissions.findOf({ userId, groupGenerations: [] }, [clientId]);
      await store.permissions.findOf({ userId, groupGenerations: ['g'] }, [clientId, 'nothing']);
    },
  ],
  ['permissions.page', (store) => pages((request) => store.permissions.page(request))],
  ['permissions.pageOfClient', (store) => pages((request) => store.permissions.pageOfClient(generation, request))],
  ['permissions.pageOfUser', (store) => pages((request) => store.permissions.pageOfUser(userId, request))],
  ['permissions.pageOfGroup', (store) => pages((page) => store.permissions.pageOfGroup(group.generation, page))],
  ['permissions.countOfClient', (store) => store.permissions.countOfClient(generation)],
  ['permissions.countOfUser', (store) => store.permissions.countOfUser(userId)],
  ['permissions.countOfGroup', (store) => store.permissions.countOfGroup(group.generation)],
  ['permissions.deleteOfClient', (store) => store.permissions.deleteOfClient('nothing')],
  ['permissions.deleteOfUser', (store) => store.permissions.deleteOfUser('nothing')],
  ['permissions.deleteOfGroup', (store) => store.permissions.deleteOfGroup('nothing')],
  ['scopes.all', (store) => store.scopes.all(), 'all'],
  ['sessions.update', (store) => store.sessions.update(session, { clients: [] })],
  ['sessions.findEndsToTell', (store) => store.sessions.findEndsToTell(present, 10)],
  ['sessions.endTold', (store) => store.sessions.endTold('nothing')],
  ['tokens.repeat', (store) => store.tokens.repeat({ id: 'nothing', successorId: 'next' }, 7)],
  ['tokens.retire', (store) => store.tokens.retire('nothing', present)],
  ['usedOnce.take', (store) => store.usedOnce.take('once', inAnHour)],
  ['usedOnce.findUse', (store) => store.usedOnce.findUse('once')],
  ['users.pageToApprove', (store) => pages((request) => store.users.pageToApprove(request))],
  ['users.countToApprove', (store) => store.users.countToApprove()],
  ['users.findToDelete', (store) => store.users.findToDelete(present, 10)],
  ['users.findWithSessionsToEnd', (store) => store.users.findWithSessionsToEnd(10)],
  ['users.sessionsEnded', (store) => store.users.sessionsEnded({ id: 'nothing', sessionEpoch: 0 })],
  ['users.findByUsername', (store) => store.users.findByUsername('ada')],
  ['users.findMany', (store) => store.users.findMany([userId, 'unknown'])],
  ['users.findAdministrators', (store) => store.users.findAdministrators()],
  ['users.findByVerifiedEmail', (store) => store.users.findByVerifiedEmail(['ada@example.org', 'unknown'])],
  ['users.page', (store) => pages((request) => store.users.page(request))],
  ['users.page', (store) => searches((request, search) => store.users.page(request, { search }))],
  [
    'users.page',
    (store) => sorted((page) => store.users.page(page, { order: 'USERNAME' }), [cursorIn('username', 'a')]),
  ],
  ['users.page', (store) => sorted((page) => store.users.page(page, { order: 'LAST_SIGN_IN' }), SIGN_INS)],
  [
    'users.page',
    (store) =>
      sorted((page) => store.users.page(page, { filter: { lastSignInBefore: present } }), SIGN_INS.slice(0, 1)),
  ],
  ['users.count', (store) => store.users.count({ filter: { lastSignInBefore: present } })],
  ...USER_FILTERS.flatMap((filter): Call[] => [
    ['users.page', (store) => pages((request) => store.users.page(request, { filter }))],
    ['users.page', (store) => pages((request) => store.users.page(request, { filter, search: 'a' }))],
    ['users.count', (store) => store.users.count({ filter })],
  ]),
  ...MEMBER_FILTERS.flatMap((filter): Call[] => [
    [
      'users.page',
      async (store) => {
        const cursor = Buffer.from('member:5').toString('base64url');
        for (const search of [undefined, 'a']) {
          await store.users.page({ first: 2, after: cursor }, { filter, search });
          await store.users.page({ last: 2, before: cursor }, { filter, search });
        }
      },
    ],
    ['users.count', (store) => store.users.count({ filter })],
  ]),
  ['users.count', (store) => store.users.count(), 'all'],
  ['users.count', (store) => store.users.count({ search: 'ad' })],
  ['users.count', (store) => store.users.count({ search: 'a b' })],
  ['webhooks.all', (store) => store.webhooks.all(), 'all'],
  ['readLive', (store) => store.readLive({ tokenId: token.id })],
  ['readLive', (store) => store.readLive({ grantId: grant.id })],
  ['readSession', (store) => store.readSession(session.id)],
  ['readSession', (store) => store.readSession(session.id, client)],
  ['readInteraction', (store) => store.readInteraction('nothing', session.id)],
  ['readSignIn', (store) => store.readSignIn(passkey.id, challenge.id)],
  ['sweep', (store) => store.sweep(present)],
];

/** Adds so many words that begin with `a` and `b` that a search reads along them. */
async function addWords({ users, clients, groups }: Store) {
  const name = Array.from({ length: 40 }, (_, place) => `${place % 2 === 0 ? 'a' : 'b'}${place + 10}`).join(' ');
  for (let count = 0; count < 11; count += 1) {
    await users.insert(aUser({ name }));
    await clients.insert(aClient({ name }));
    await groups.insert(aGroup({ name }));
  }
}

/** The names of all methods of the store, except those that read no record. */
function methodsOf(store: Store): string[] {
  return Object.entries(store)
    .flatMap(([entity, part]) =>
      typeof part === 'function' ? [entity] : Object.keys(part).map((method) => `${entity}.${method}`),
    )
    .filter((name) => !['probe', 'report', 'close', 'auditEvents.cursorAfter'].includes(name));
}

/** The statements that each call sends. */
async function statementsOf(store: Store, observed: Statement[]) {
  const sent: { name: string; allowed: 'sort' | 'all' | undefined; statement: Statement }[] = [];
  for (const [name, call, allowed] of calls) {
    observed.length = 0;
    await call(store);
    for (const statement of observed) sent.push({ name, allowed, statement });
  }
  return sent;
}

describe('query plans on SQLite', () => {
  let database: TestDatabase;
  let store: Store;
  const observed: Statement[] = [];
  beforeAll(async () => {
    database = await fileDatabase();
    store = await openStore(database.config, { onStatement: (statement) => observed.push(statement) });
    await addWords(store);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('are tested for every method of the store', () => {
    expect([...new Set(calls.map(([name]) => name))].sort()).toEqual(methodsOf(store).sort());
  });

  it('use an index for each of them, and never scan a table', async () => {
    if (database.config.kind !== 'sqlite') throw new Error('this test needs SQLite');
    const file = new DatabaseSync(database.config.path);
    const offences: unknown[] = [];
    const seen = new Set<string>();
    for (const { name, allowed, statement } of await statementsOf(store, observed)) {
      seen.add(name);
      const plan = file.prepare(`explain query plan ${statement.text}`).all();
      const steps = plan.map((step) => String(step.detail));
      // The members of a list, the rows to insert and the result of a part of a union are not tables.
      const scans = steps.filter(
        (step) =>
          !/^SCAN (json_each VIRTUAL TABLE|\d+-ROW VALUES|\(subquery-\d+\)$)/.test(step) && step.startsWith('SCAN'),
      );
      const sorts = steps.filter((step) => step.includes('TEMP B-TREE'));
      if (scans.length > 0 && allowed !== 'all') offences.push({ name, text: statement.text, scans });
      if (sorts.length > 0 && allowed !== 'sort') offences.push({ name, text: statement.text, sorts });
      const reads = !statement.text.startsWith('insert') && allowed !== 'all';
      if (reads && !steps.some((step) => step.startsWith('SEARCH') || step.startsWith('MULTI-INDEX OR'))) {
        offences.push({ name, text: statement.text, steps });
      }
    }
    file.close();
    expect(offences).toEqual([]);
    // On SQLite events get their numbers when they are inserted.
    const called = new Set(calls.map(([name]) => name).filter((name) => name !== 'auditEvents.numberEvents'));
    expect(seen).toEqual(called);
  });
});

/** All stages of a plan at every depth, except those of rejected plans. */
function stagesOf(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  if (Array.isArray(plan)) return plan.flatMap(stagesOf);
  return Object.entries(plan).flatMap(([name, part]) => {
    if (name === 'rejectedPlans') return [];
    return name === 'stage' ? [String(part)] : stagesOf(part);
  });
}

/** MongoDB 8 has express stages for an equality on one indexed field. */
function isIndexStage(stage: string): boolean {
  return /^(IXSCAN|IDHACK|COUNT_SCAN|DISTINCT_SCAN|EXPRESS_\w+)$/.test(stage);
}

const SESSION_FIELDS = ['$db', 'lsid', 'txnNumber', '$clusterTime', '$readPreference', 'writeConcern'];

/** The commands to explain: of a change set, a read with the filter of each operation. */
function commandsOf({ text, values }: Statement): Document[] {
  const command = values as Document;
  if (text !== 'bulkWrite') return text === 'insert' || text.endsWith('Transaction') ? [] : [command];
  const collectionOf = (index: number) => String(command.nsInfo[index].ns).replace(/^[^.]*\./, '');
  return (command.ops as Document[])
    .filter(({ filter }) => filter !== undefined)
    .map(({ update, delete: deletion, filter }) => ({ find: collectionOf(update ?? deletion), filter }));
}

/** The filter of a command. A write is planned like a read with its filter, an aggregation by its first stage. */
function filterOf(command: Document): Document {
  return command.filter ?? command.query ?? (command.updates ?? command.deletes)?.[0].q ?? command.pipeline?.[0].$match;
}

/** Each branch of an `$or` with the other conditions. Every one needs an index. */
function branchesOf({ $or: branches = [{}], ...rest }: Document): Document[] {
  return (branches as Document[]).map((branch) => ({ ...branch, ...rest }));
}

/**
 * Whether an index lists the documents that match a filter in this order. Its fields are first some that the filter
 * compares with one value, and then those of the order.
 */
function isInOrder(key: Document, filter: Document, sort: Document): boolean {
  const fields = Object.keys(key);
  const wanted = Object.keys(sort);
  const start = fields.indexOf(wanted[0] ?? '');
  const isEqual = (field: string) => Object.hasOwn(filter, field) && !/^\{"\$/.test(JSON.stringify(filter[field]));
  const directions = new Set(wanted.map((field) => sort[field] * key[field]));
  return (
    start >= 0 &&
    fields.slice(0, start).every(isEqual) &&
    wanted.every((field, place) => fields[start + place] === field) &&
    directions.size === 1
  );
}

describeOnMongodb('query plans on MongoDB', () => {
  let database: TestDatabase;
  let store: Store;
  let server: MongoClient;
  const observed: Statement[] = [];
  beforeAll(async () => {
    database = await mongodbDatabase();
    store = await openStore(database.config, { onStatement: (statement) => observed.push(statement) });
    if (database.config.kind === 'mongodb') server = new MongoClient(database.config.url);
    await addWords(store);
  });
  afterAll(async () => {
    await server.close();
    await store.close();
    await database.drop();
  });

  it('use an index for each of them, and never scan a collection', async () => {
    const offences: unknown[] = [];
    const explain = (command: Document) => server.db().command({ explain: command, verbosity: 'queryPlanner' });
    const isWholePlanner = (await explain({ find: 'users', filter: {} })).serverInfo.host !== 'secantus';
    const commands = (await statementsOf(store, observed)).flatMap(({ statement, ...call }) =>
      commandsOf(statement).map((command) => ({ ...call, command })),
    );
    for (const { name, allowed, command } of commands) {
      if (allowed === 'all') continue;
      if (isWholePlanner) {
        const sent = Object.entries(command).filter(([field]) => !SESSION_FIELDS.includes(field));
        const stages = stagesOf(await explain(Object.fromEntries(sent)));
        const indexed = stages.some(isIndexStage);
        if (!indexed || stages.includes('COLLSCAN')) offences.push({ name, command, stages });
        if (stages.includes('SORT') && allowed !== 'sort') offences.push({ name, command, stages });
        continue;
      }
      // SecantusDB plans by one field only, and not at all for ranges of `_id`: it is asked about the first field of an
      // index. Whether MongoDB has to sort follows from the fields of the indexes.
      const collection = String(Object.values(command)[0]);
      const keys = (await server.db().collection(collection).indexes()).map((index) => index.key as Document);
      const leading = keys.map((key) => Object.keys(key)[0]);
      const order = command.sort ?? command.pipeline?.[1]?.$sort;
      const sort = isMap(order) ? Object.fromEntries(order) : order;
      for (const branch of branchesOf(filterOf(command))) {
        // No index finds what is not among some values.
        const field =
          Object.keys(branch).find((name) => leading.includes(name) && branch[name]?.$nin === undefined) ?? 'none';
        const stages = stagesOf(await explain({ find: collection, filter: { [field]: branch[field] } }));
        const indexed = field === '_id' || stages.some(isIndexStage);
        if (!indexed) offences.push({ name, branch, field, stages });
        if (sort === undefined || allowed === 'sort' || keys.some((key) => isInOrder(key, branch, sort))) continue;
        offences.push({ name, branch, sort, keys });
      }
    }
    expect(offences).toEqual([]);
  });

  it('look up records of other collections by the first field of an index', async () => {
    const lookups = (await statementsOf(store, observed))
      .filter(({ statement }) => statement.text === 'aggregate')
      .flatMap(({ statement }) => (statement.values as Document).pipeline as Document[])
      .flatMap((stage) => (stage.$lookup === undefined ? [] : [stage.$lookup as Document]));
    expect(lookups.length).toBeGreaterThan(10);
    for (const { from, foreignField } of lookups) {
      const indexes = await server.db().collection(from).indexes();
      expect(indexes.map((index) => Object.keys(index.key)[0])).toContain(foreignField);
    }
  });

  it('have the expiring and the unique indexes that the contract requires', async () => {
    const indexesOf = async (name: string) => server.db().collection(name).indexes();
    for (const [name, field] of [
      ['challenges', 'expiresAt'],
      ['deliveries', 'expiresAt'],
      ['device_authorizations', 'expiresAt'],
      ['enrolment_links', 'expiresAt'],
      ['grants', 'expiresAt'],
      ['interactions', 'expiresAt'],
      ['pushed_requests', 'expiresAt'],
      ['sessions', 'keptUntil'],
      ['tokens', 'expiresAt'],
      ['used_once', 'expiresAt'],
    ] as const) {
      const indexes = await indexesOf(name);
      expect(indexes).toContainEqual(expect.objectContaining({ key: { [field]: 1 }, expireAfterSeconds: 0 }));
      // Collections that grow without limit can be sharded, because only their id is unique.
      expect(indexes.filter((index) => index.unique === true)).toEqual([]);
    }
    const unique = (await indexesOf('users')).filter((index) => index.unique === true);
    expect(unique.map((index) => Object.keys(index.key))).toEqual(
      expect.arrayContaining([['usernameKey'], ['webauthnUserId']]),
    );
  });

  it('write with majority and journal, and read from the primary', async () => {
    const sent = await statementsOf(store, observed);
    const writes = sent.filter(({ statement }) =>
      ['insert', 'update', 'delete', 'findAndModify'].includes(statement.text),
    );
    expect(writes.length).toBeGreaterThan(40);
    for (const { statement } of writes) {
      expect((statement.values as Document).writeConcern).toEqual({ w: 'majority', j: true });
    }
    expect(sent.length).toBeGreaterThan(writes.length);
  });
});
