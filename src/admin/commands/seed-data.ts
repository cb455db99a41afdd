import type { AuditEntry } from '../../model/deps.js';
import type { CreateClientInput } from '../clients/client-input.js';
import type { CreateUserInput } from '../users/user-input.js';

export const SEED_GROUPS = [
  { id: 'staff', name: 'Staff' },
  { id: 'developers', name: 'Developers' },
  { id: 'guests', name: 'Guests' },
] as const;

type SeedUser = CreateUserInput & { readonly username: string };

export const SEED_USERS: readonly SeedUser[] = [
  person('ada', 'Ada', 'Lovelace', { adminRole: 'OWNER', groupIds: ['staff', 'developers'] }),
  person('grace', 'Grace', 'Hopper', { adminRole: 'USER_MANAGER', groupIds: ['staff'] }),
  person('alan', 'Alan', 'Turing', { adminRole: 'AUDITOR', groupIds: ['developers'] }),
  person('hedy', 'Hedy', 'Lamarr', { locale: 'de-AT', zoneinfo: 'Europe/Vienna', groupIds: ['guests'] }),
  person('evariste', 'Évariste', 'Galois', { locale: 'fr-FR', zoneinfo: 'Europe/Paris' }),
];

function person(username: string, givenName: string, familyName: string, further: Partial<SeedUser>): SeedUser {
  const email = `${username}@example.com`;
  return {
    username,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    email,
    emailVerified: true,
    ...further,
  };
}

/** One client of each kind, with the redirect URIs that the programs in `examples/` use. */
export const SEED_CLIENTS: readonly (CreateClientInput & { readonly id: string })[] = [
  {
    id: 'wiki',
    name: 'Wiki',
    redirectUris: ['http://localhost:4000/callback'],
    postLogoutRedirectUris: ['http://localhost:4000/'],
    accessPolicy: 'ALL_USERS',
    registrationEnabled: true,
  },
  {
    id: 'dashboard',
    name: 'Dashboard',
    redirectUris: ['http://localhost:4001/callback'],
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    consent: 'REMEMBERED',
  },
  {
    id: 'single-page',
    name: 'Single-page application',
    redirectUris: ['http://localhost:4002/'],
    tokenEndpointAuthMethod: 'none',
    accessPolicy: 'ALL_USERS',
  },
  {
    id: 'command-line',
    name: 'Command line',
    applicationType: 'native',
    redirectUris: ['http://127.0.0.1/callback'],
    grantTypes: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
    tokenEndpointAuthMethod: 'none',
    accessPolicy: 'ALL_USERS',
  },
  { id: 'backup', name: 'Nightly backup', grantTypes: ['client_credentials'], scopes: [] },
];

export const SEED_PERMISSIONS = [
  { clientId: 'dashboard', groupId: 'staff' },
  { clientId: 'dashboard', groupId: 'developers' },
] as const;

/**
 * Sample events of the types that only users cause. Without these events, the sample audit log would show only the
 * actions of administrators.
 */
export function seedEvents(userId: string): AuditEntry[] {
  const actor = { actorKind: 'USER', actorId: userId, userId, ipAddress: '192.0.2.1' } as const;
  const detail = { sample: true };
  return [
    { ...actor, type: 'SIGNED_IN', clientId: 'wiki', detail },
    { ...actor, type: 'CONSENT_GIVEN', clientId: 'dashboard', detail: { ...detail, scopes: ['openid', 'profile'] } },
    { ...actor, type: 'ACCESS_DENIED', outcome: 'FAILURE', clientId: 'dashboard', detail },
    { ...actor, type: 'SIGN_IN_REFUSED', outcome: 'FAILURE', detail },
    { ...actor, type: 'SIGNED_OUT', detail },
  ];
}
