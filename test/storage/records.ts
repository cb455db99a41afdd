import { randomBytes, randomUUID } from 'node:crypto';
import { newOrderedId } from '../../src/keys/secrets.js';
import { type Consent, consentKey } from '../../src/model/access/consent.js';
import type { Interaction } from '../../src/model/access/interaction.js';
import { type Permission, permissionKey } from '../../src/model/access/permission.js';
import { type Role, type RoleAssignment, roleAssignmentKey, roleHolder, roleKey } from '../../src/model/access/role.js';
import type { Session } from '../../src/model/access/session.js';
import type { Client } from '../../src/model/clients/client.js';
import type { ProtectedHost } from '../../src/model/clients/forward-auth.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Scope } from '../../src/model/clients/scope.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import type { AuditKeyRing } from '../../src/model/log/audit-key.js';
import type { Webhook } from '../../src/model/log/webhook.js';
import type { Challenge } from '../../src/model/passkeys/challenge.js';
import type { DeviceLink } from '../../src/model/passkeys/device-link.js';
import type { EnrolmentLink } from '../../src/model/passkeys/enrolment-link.js';
import type { Invitation } from '../../src/model/passkeys/invitation.js';
import type { Passkey } from '../../src/model/passkeys/passkey.js';
import { type Group, type Membership, membershipKey } from '../../src/model/people/group.js';
import { type User, usernameKey } from '../../src/model/people/user.js';
import type { ApiKey } from '../../src/model/server/api-key.js';
import type { Backup } from '../../src/model/server/backup.js';
import type { Delivery } from '../../src/model/server/delivery.js';
import type { Mail } from '../../src/model/server/mail.js';
import type { Picture } from '../../src/model/server/picture.js';
import type { ServerSettingsRecord } from '../../src/model/server/server-settings.js';
import type { KeyRing } from '../../src/model/server/signing-key.js';
import type { DeviceAuthorization } from '../../src/model/tokens/device-authorization.js';
import type { Grant } from '../../src/model/tokens/grant.js';
import type { PushedRequest } from '../../src/model/tokens/pushed-request.js';
import type { Token } from '../../src/model/tokens/token.js';
import { defaultClientFields } from '../support/default-client-fields.js';

// Near the present, since MongoDB's TTL indexes go by the server's clock, and whole milliseconds apart, so that
// ids made one after another are in order.
let made = 0;
const start = Math.floor(performance.timeOrigin + performance.now());
const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };

export function orderedId(): string {
  made += 1;
  return newOrderedId({ now: () => new Date(start + made) }, random);
}

function digest(): string {
  return randomBytes(32).toString('base64url');
}

export const present = new Date(start);
export const inAnHour = new Date(start + 3_600_000);
export const anHourAgo = new Date(start - 3_600_000);

/** Records as the server would make them, with changes that matter to a test. */
export function aUser(changes: Partial<User> = {}): User {
  const username = changes.username ?? `user-${randomUUID()}`;
  return {
    id: randomUUID(),
    version: 0,
    order: orderedId(),
    username,
    usernameKey: usernameKey(username),
    email_verified: false,
    phone_number_verified: false,
    claims: {},
    enabled: true,
    webauthnUserId: randomBytes(64).toString('base64url'),
    passkeyIds: ['passkey'],
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    createdAt: present,
    updatedAt: present,
    ...changes,
  };
}

export function aClient(changes: Partial<Client> = {}): Client {
  return {
    id: `client-${randomUUID().slice(0, 8)}`,
    version: 0,
    order: orderedId(),
    generation: randomUUID(),
    issuerId: 'default',
    issuerGeneration: randomUUID(),
    ...defaultClientFields('Wiki'),
    scopes: ['openid'],
    consent: 'REMEMBERED',
    redirect_uris: ['https://wiki.example/callback'],
    grantEpoch: 0,
    secrets: [],
    createdAt: present,
    updatedAt: present,
    ...changes,
  };
}

export function aSession(user: User, changes: Partial<Session> = {}): Session {
  return {
    id: orderedId(),
    version: 0,
    secretHash: digest(),
    userId: user.id,
    sessionEpoch: user.sessionEpoch,
    passkeyId: 'passkey',
    amr: ['hwk', 'user'],
    acr: 'phr',
    clients: [],
    createdAt: present,
    authenticatedAt: present,
    lastUsedAt: present,
    expiresAt: inAnHour,
    keptUntil: inAnHour,
    ...changes,
  };
}

export function aGrant(user: User, client: Client, changes: Partial<Grant> = {}): Grant {
  return {
    id: orderedId(),
    issuerId: client.issuerId,
    issuerGeneration: client.issuerGeneration,
    clientId: client.id,
    clientGeneration: client.generation,
    clientGrantEpoch: client.grantEpoch,
    userId: user.id,
    userGrantEpoch: user.grantEpoch,
    offline: false,
    accessBasis: { by: 'policy' },
    scopes: ['openid'],
    resource: [],
    request: { redirect_uri: 'https://wiki.example/callback' },
    acr: 'phr',
    amr: ['hwk', 'user'],
    authTime: present,
    codeHash: digest(),
    codeExpiresAt: inAnHour,
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aToken(client: Client, changes: Partial<Token> = {}): Token {
  return {
    id: orderedId(),
    kind: 'access',
    secretHash: digest(),
    issuerId: client.issuerId,
    clientId: client.id,
    clientGeneration: client.generation,
    scopes: ['openid'],
    audience: ['http://localhost:3000'],
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aGroup(changes: Partial<Group> = {}): Group {
  return {
    id: `group-${randomUUID().slice(0, 8)}`,
    version: 0,
    order: orderedId(),
    generation: randomUUID(),
    name: 'Staff',
    ...changes,
  };
}

/** The longest image that is stored. */
export function aPicture(changes: Partial<Picture> = {}): Picture {
  return { id: digest(), content: randomBytes(200_000).toString('base64'), createdAt: present, ...changes };
}

export function aServerSettings(changes: Partial<ServerSettingsRecord> = {}): ServerSettingsRecord {
  return { id: `settings-${randomUUID()}`, version: 0, values: {}, updatedAt: present, ...changes };
}

export function aMembership(group: Group, user: User): Membership {
  return {
    id: orderedId(),
    key: membershipKey(group, user.id),
    groupId: group.id,
    groupGeneration: group.generation,
    userId: user.id,
  };
}

export function aPermission(client: Client, to: { user: User } | { group: Group }): Permission {
  return {
    id: orderedId(),
    key: permissionKey(client, 'user' in to ? { userId: to.user.id } : to),
    clientId: client.id,
    clientGeneration: client.generation,
    ...('user' in to ? { userId: to.user.id } : { groupId: to.group.id, groupGeneration: to.group.generation }),
    createdAt: present,
  };
}

export function aRole(of: { client: Client } | { resource: string }, changes: Partial<Role> = {}): Role {
  const name = changes.name ?? `role-${randomUUID().slice(0, 8)}`;
  return {
    id: `role-${randomUUID().slice(0, 8)}`,
    version: 0,
    order: orderedId(),
    generation: randomUUID(),
    key: roleKey(of, name),
    ...('client' in of ? { clientId: of.client.id, clientGeneration: of.client.generation } : of),
    name,
    scopes: ['orders'],
    ...changes,
  };
}

export function aRoleAssignment(role: Role, to: { user: User } | { group: Group }): RoleAssignment {
  const holder = 'user' in to ? { userId: to.user.id } : to;
  return {
    id: orderedId(),
    key: roleAssignmentKey(role, holder),
    holder: roleHolder(holder),
    roleId: role.id,
    roleGeneration: role.generation,
    ...('user' in to ? { userId: to.user.id } : { groupId: to.group.id, groupGeneration: to.group.generation }),
    createdAt: present,
  };
}

export function aConsent(user: User, client: Client, changes: Partial<Consent> = {}): Consent {
  return {
    id: orderedId(),
    version: 0,
    key: consentKey(client, user.id),
    userId: user.id,
    clientId: client.id,
    clientGeneration: client.generation,
    scopes: ['openid'],
    claims: ['sub'],
    createdAt: present,
    ...changes,
  };
}

export function aPasskey(user: User, changes: Partial<Passkey> = {}): Passkey {
  return {
    id: digest(),
    userId: user.id,
    publicKey: digest(),
    alg: -7,
    signCount: 0,
    aaguid: '00000000-0000-0000-0000-000000000000',
    rpId: 'localhost',
    name: 'Phone',
    backupEligible: true,
    backedUp: true,
    transports: ['internal'],
    attested: false,
    createdAt: present,
    ...changes,
  };
}

export function aChallenge(changes: Partial<Challenge> = {}): Challenge {
  return {
    id: digest(),
    ceremony: 'authentication',
    browserHash: digest(),
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function anInteraction(client: Client, changes: Partial<Interaction> = {}): Interaction {
  return {
    id: randomUUID(),
    kind: 'oidc',
    issuerId: client.issuerId,
    issuerGeneration: client.issuerGeneration,
    clientId: client.id,
    clientGeneration: client.generation,
    request: {},
    register: false,
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aDeviceAuthorization(client: Client, changes: Partial<DeviceAuthorization> = {}): DeviceAuthorization {
  return {
    id: digest(),
    secretHash: digest(),
    issuerId: client.issuerId,
    issuerGeneration: client.issuerGeneration,
    clientId: client.id,
    clientGeneration: client.generation,
    clientGrantEpoch: 0,
    scopes: ['openid'],
    resource: [],
    createdAt: present,
    expiresAt: inAnHour,
    interval: 5,
    ...changes,
  };
}

export function aProtectedHost(client: Client): ProtectedHost {
  return { id: `${randomUUID()}.example:8443`, clientId: client.id, clientGeneration: client.generation };
}

export function aPushedRequest(client: Client, changes: Partial<PushedRequest> = {}): PushedRequest {
  return {
    id: orderedId(),
    secretHash: digest(),
    issuerId: client.issuerId,
    issuerGeneration: client.issuerGeneration,
    clientId: client.id,
    clientGeneration: client.generation,
    request: {},
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function anEnrolmentLink(user: User, changes: Partial<EnrolmentLink> = {}): EnrolmentLink {
  return {
    id: orderedId(),
    secretHash: digest(),
    userId: user.id,
    firstOwner: false,
    enrolmentEpoch: user.enrolmentEpoch,
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aDeviceLink(user: User, changes: Partial<DeviceLink> = {}): DeviceLink {
  return {
    id: digest(),
    version: 0,
    generation: digest(),
    userId: user.id,
    sessionId: orderedId(),
    sessionEpoch: user.sessionEpoch,
    enrolmentEpoch: user.enrolmentEpoch,
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function anInvitation(changes: Partial<Invitation> = {}): Invitation {
  return {
    id: orderedId(),
    version: 0,
    order: orderedId(),
    secretHash: digest(),
    groups: [],
    maxUses: 5,
    uses: 0,
    createdAt: present,
    expiresAt: inAnHour,
    keptUntil: inAnHour,
    ...changes,
  };
}

export function anIssuer(changes: Partial<Issuer> = {}): Issuer {
  return {
    id: `issuer-${randomUUID().slice(0, 8)}`,
    version: 0,
    order: orderedId(),
    generation: randomUUID(),
    pairwiseSalt: digest(),
    createdAt: present,
    ...changes,
  };
}

export function aBackup(): Backup {
  return { id: 'latest', version: 0, startedAt: present };
}

export function anAuditKeyRing(): AuditKeyRing {
  return { id: 'audit', version: 0, keys: [], checkpointedAt: present, firstSequence: 1, hashBefore: '' };
}

export function aKeyRing(issuer: Issuer, changes: Partial<KeyRing> = {}): KeyRing {
  return {
    id: `${issuer.generation}:RS256`,
    version: 0,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    alg: 'RS256',
    keys: [
      {
        kid: 'k1',
        status: 'ACTIVE',
        publicJwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
        privateJwk: { sealed: 'sealed' },
        createdAt: present.getTime(),
        activeFrom: present.getTime(),
      },
    ],
    ...changes,
  };
}

export function aDelivery(client: Client, changes: Partial<Delivery> = {}): Delivery {
  return {
    id: `delivery-${randomUUID()}`,
    kind: 'logout',
    target: client.id,
    targetGeneration: client.generation,
    facts: { userId: randomUUID(), sessionId: orderedId() },
    attempts: 0,
    nextAttemptAt: present,
    createdAt: present,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    id: orderedId(),
    version: 0,
    kind: 'TEST',
    recipient: 'ada@example.org',
    state: 'WAITING',
    content: { sealed: 'k.iv.text' },
    attempts: 0,
    nextAttemptAt: present,
    createdAt: present,
    giveUpAt: inAnHour,
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aScope(changes: Partial<Scope> = {}): Scope {
  return {
    id: `scope-${randomUUID().slice(0, 8)}`,
    version: 0,
    claims: [],
    ...changes,
  };
}

export function anApiKey(changes: Partial<ApiKey> = {}): ApiKey {
  return {
    id: orderedId(),
    order: orderedId(),
    name: 'automation',
    hint: 'pg_abc',
    secretHash: digest(),
    permissions: ['clients:read'],
    createdAt: present,
    ...changes,
  };
}

export function anAuditEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: orderedId(),
    type: 'SIGNED_IN',
    at: present,
    outcome: 'SUCCESS',
    detail: {},
    expiresAt: inAnHour,
    ...changes,
  };
}

export function aWebhook(changes: Partial<Webhook> = {}): Webhook {
  return {
    id: `webhook-${randomUUID().slice(0, 8)}`,
    version: 0,
    generation: digest(),
    url: 'https://logs.example/events',
    types: ['SIGNED_IN', 'DELETED'],
    secret: { sealed: 'k.text' },
    enabled: true,
    createdAt: present,
    failures: 0,
    ...changes,
  };
}
