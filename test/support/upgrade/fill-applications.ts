import { registerClient } from '../relying-party.js';
import { type Making, mutate, personOf } from './making.js';

/** The API whose tokens `api` and `api-jwt` may introspect and exchange. */
const INVOICES = 'https://invoices.example';

const SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const WITH_INVOICES = [...SCOPES, 'invoices:read'];
const MACHINE = { redirectUris: [], grantTypes: ['CLIENT_CREDENTIALS'] };
const DEVICE = { redirectUris: [], grantTypes: ['DEVICE_CODE', 'REFRESH_TOKEN'] };
const EXCHANGE = { redirectUris: [], grantTypes: ['CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'] };

const CLIENTS: readonly Readonly<Record<string, unknown>>[] = [
  { id: 'wiki', integrations: ['OIDC', 'BASIC'], backchannelLogoutUri: 'http://localhost:9/logout' },
  { id: 'reports', accessTokenFormat: 'JWT', scopes: WITH_INVOICES },
  { id: 'spa', tokenEndpointAuthMethod: 'NONE', dpopBoundAccessTokens: true, scopes: WITH_INVOICES },
  { id: 'vault', dpopBoundAccessTokens: true, accessTokenFormat: 'JWT' },
  { id: 'api', ...EXCHANGE, audiences: [INVOICES], scopes: ['openid', 'email', 'invoices:read'] },
  { id: 'api-jwt', ...EXCHANGE, audiences: [INVOICES], scopes: ['openid', 'invoices:read'], accessTokenFormat: 'JWT' },
  { id: 'machine', ...MACHINE, accessTokenFormat: 'JWT', scopes: ['users:read', 'apiKeys:write'] },
  { id: 'members', accessPolicy: 'PERMITTED_USERS' },
  { id: 'club', accessPolicy: 'PERMITTED_USERS' },
  { id: 'consenting', consent: 'REMEMBERED' },
  { id: 'asking', consent: 'ALWAYS' },
  { id: 'tv', applicationType: 'NATIVE', tokenEndpointAuthMethod: 'NONE', ...DEVICE },
  {
    id: 'shop-app',
    issuerId: 'shop',
    subjectType: 'PAIRWISE',
    accessTokenFormat: 'JWT',
    accessTokenSigningAlg: 'ES256',
  },
];

/** Scopes, an issuer of its own, clients of every kind, a group, and permissions by user and by group. */
export async function fillApplications(making: Making): Promise<void> {
  await mutate(
    making,
    'putScope',
    { name: 'invoices:read', description: 'Read invoices', claims: ['department'], resource: INVOICES },
    'scope { name }',
  );
  await mutate(making, 'createIssuer', { id: 'shop', slug: 'shop' }, 'issuer { id }');
  for (const settings of CLIENTS) await addClient(making, settings);
  await mutate(making, 'addClientSecret', { clientId: 'wiki' }, 'clientSecret');
  const [grace, ada, linus] = ['grace', 'ada', 'linus'].map((name) => personOf(making, name).id);
  await mutate(making, 'createGroup', { id: 'staff', name: 'Staff', memberIds: [grace, ada] }, 'group { id }');
  await permit(making, { clientId: 'members', groupId: 'staff' });
  await permit(making, { clientId: 'members', userId: linus });
}

export async function addClient(making: Making, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const { id, secret } = await registerClient(making.app, { name: `The ${settings.id}`, ...settings });
  const issuerPath = settings.issuerId === undefined ? '' : `/i/${settings.issuerId}`;
  making.clients[id] = { id, ...(secret !== null && { secret }), issuerPath };
}

export async function permit(making: Making, input: object): Promise<void> {
  await mutate(making, 'grantPermission', input, 'permission { clientId }', 'PermissionInput');
}
