import { describe, expect, it } from '@jest/globals';
import { liveGrant } from '../../src/access/live-grant.js';
import type { LiveRecords } from '../../src/model/access/live.js';
import { systemClock } from '../support/deps.js';
import { clientRecord, grantRecord, groupRecord, issuerRecord, sessionRecord, userRecord } from '../support/records.js';

const now = systemClock.now();
const past = new Date(now.getTime() - 1000);
const user = userRecord();
const client = clientRecord(issuerRecord());
const group = groupRecord();
const session = sessionRecord(user);
const permission = {
  id: 'permission-1',
  key: 'k',
  clientId: client.id,
  clientGeneration: client.generation,
  userId: user.id,
  createdAt: now,
};
const grant = grantRecord(client, user, {
  sessionId: session.id,
  passkeyId: session.passkeyId,
  accessBasis: { by: 'user', permissionId: permission.id },
});
const live: LiveRecords = { grant, user, client, session, permission };

const groupPermission = {
  id: 'permission-2',
  key: 'k2',
  clientId: client.id,
  clientGeneration: client.generation,
  groupId: group.id,
  groupGeneration: group.generation,
  createdAt: now,
};
const membership = {
  id: 'membership-1',
  key: 'm',
  groupId: group.id,
  groupGeneration: group.generation,
  userId: user.id,
};
const byGroup: LiveRecords = {
  ...live,
  grant: {
    ...grant,
    accessBasis: { by: 'group', permissionId: 'permission-2', membershipId: 'membership-1', groupId: group.id },
  },
  permission: groupPermission,
  membership,
  group,
};

describe('A grant and what it depends on', () => {
  it('is valid while all of these records are valid', () => {
    expect(liveGrant(live, now)).toEqual({ grant, user, client, groups: [], roles: [] });
    expect(liveGrant(byGroup, now)?.grant.id).toBe(grant.id);
  });

  it.each<[string, LiveRecords | undefined]>([
    ['no records', undefined],
    ['no grant', { ...live, grant: undefined }],
    ['a revoked grant', { ...live, grant: { ...grant, revokedAt: past } }],
    ['an expired grant', { ...live, grant: { ...grant, expiresAt: now } }],
    ['a deleted user', { ...live, user: undefined }],
    ['a disabled user', { ...live, user: { ...user, enabled: false } }],
    ['a user whose grants were revoked', { ...live, user: { ...user, grantEpoch: 1 } }],
    ['another user', { ...live, user: userRecord() }],
    ['a deleted client', { ...live, client: undefined }],
    ['a disabled client', { ...live, client: { ...client, enabled: false } }],
    ['a client that was re-created with the same id', { ...live, client: { ...client, generation: 'another' } }],
    ['a client whose grants were revoked', { ...live, client: { ...client, grantEpoch: 1 } }],
    ['a deleted session', { ...live, session: undefined }],
    ['an ended session', { ...live, session: { ...session, endedAt: past } }],
    ['another session', { ...live, session: sessionRecord(user) }],
    ['a removed passkey', { ...live, user: { ...user, passkeyIds: ['another'] } }],
    [
      'a removed passkey of the session that it was issued in',
      { ...live, grant: { ...grant, passkeyId: undefined }, user: { ...user, passkeyIds: ['another'] } },
    ],
    ['sessions of the user that were all ended', { ...live, user: { ...user, sessionEpoch: 1 } }],
    ['a revoked permission', { ...live, permission: undefined }],
    ['a permission that was revoked and granted again', { ...live, permission: { ...permission, id: 'another' } }],
    ['a permission for another generation', { ...live, permission: { ...permission, clientGeneration: 'another' } }],
    ['a permission of another user', { ...live, permission: { ...permission, userId: 'another' } }],
    ['a deleted membership', { ...byGroup, membership: undefined }],
    ['a membership that was deleted and created again', { ...byGroup, membership: { ...membership, id: 'another' } }],
    ['a membership of another user', { ...byGroup, membership: { ...membership, userId: 'another' } }],
    ['a deleted group', { ...byGroup, group: undefined }],
    ['a group that was re-created with the same id', { ...byGroup, group: { ...group, generation: 'another' } }],
    [
      'an access policy that no longer admits all users',
      { ...live, grant: { ...grant, accessBasis: { by: 'policy' } }, permission: undefined },
    ],
    ['a deleted consent', { ...live, grant: { ...grant, consentId: 'consent-1' } }],
  ])('is not alive with %s', (_, records) => {
    expect(liveGrant(records, now)).toBeUndefined();
  });

  it('stays valid after its session expired, and an offline grant also after the session was ended', () => {
    expect(liveGrant({ ...live, session: { ...session, expiresAt: past } }, now)).toBeDefined();
    const offline = { ...grant, offline: true };
    expect(liveGrant({ ...live, grant: offline, session: { ...session, endedAt: past } }, now)).toBeDefined();
    expect(liveGrant({ ...live, grant: offline, session: undefined }, now)).toBeDefined();
    expect(liveGrant({ ...live, grant: offline, user: { ...user, grantEpoch: 1 } }, now)).toBeUndefined();
  });
});
