import { randomBytes, randomUUID } from 'node:crypto';
import { newOrderedId, newSecret } from '../../src/keys/secrets.js';
import type { Session } from '../../src/model/access/session.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Group } from '../../src/model/people/group.js';
import type { User } from '../../src/model/people/user.js';
import type { Grant } from '../../src/model/tokens/grant.js';
import { defaultClientFields } from './default-client-fields.js';
import { systemClock } from './deps.js';

const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };

function orderedId() {
  return newOrderedId(systemClock, random);
}
const HOUR = 3_600_000;

/** Records as the server would make them, with changes that matter to a test. */
export function userRecord(changes: Partial<User> = {}): User {
  const username = changes.username ?? `user-${randomBytes(4).toString('hex')}`;
  const now = systemClock.now();
  return {
    id: randomUUID(),
    version: 1,
    order: orderedId(),
    username,
    usernameKey: username,
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
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

export function issuerRecord(changes: Partial<Issuer> = {}): Issuer {
  return {
    id: 'default',
    version: 1,
    order: orderedId(),
    generation: newSecret(random),
    pairwiseSalt: newSecret(random),
    createdAt: systemClock.now(),
    ...changes,
  };
}

export function clientRecord(issuer: Issuer, changes: Partial<Client> = {}): Client {
  return {
    id: `client-${randomBytes(4).toString('hex')}`,
    version: 1,
    order: orderedId(),
    generation: newSecret(random),
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    ...defaultClientFields('An application'),
    redirect_uris: ['https://app.example/callback'],
    grantEpoch: 0,
    secrets: [],
    createdAt: systemClock.now(),
    updatedAt: systemClock.now(),
    ...changes,
  };
}

export function groupRecord(changes: Partial<Group> = {}): Group {
  return {
    id: `group-${randomBytes(4).toString('hex')}`,
    version: 1,
    order: orderedId(),
    generation: newSecret(random),
    name: 'A group',
    ...changes,
  };
}

export function sessionRecord(user: User, changes: Partial<Session> = {}): Session {
  const now = systemClock.now();
  return {
    id: orderedId(),
    version: 1,
    secretHash: newSecret(random),
    userId: user.id,
    sessionEpoch: user.sessionEpoch,
    passkeyId: 'passkey',
    amr: ['hwk', 'user'],
    acr: 'phr',
    clients: [],
    createdAt: now,
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + HOUR),
    keptUntil: new Date(now.getTime() + 2 * HOUR),
    ...changes,
  };
}

export function grantRecord(client: Client, user: User, changes: Partial<Grant> = {}): Grant {
  const now = systemClock.now();
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
    request: {},
    acr: 'phr',
    amr: ['hwk', 'user'],
    authTime: now,
    createdAt: now,
    expiresAt: new Date(now.getTime() + HOUR),
    ...changes,
  };
}
