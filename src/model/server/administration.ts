import type { Scope } from '../clients/scope.js';

export const ADMIN_RESOURCES = [
  'clients',
  'users',
  'groups',
  'permissions',
  'scopes',
  'issuers',
  'sessions',
  'tokens',
  'apiKeys',
  'webhooks',
  'audit',
] as const;
export type AdminResource = (typeof ADMIN_RESOURCES)[number];

/** What somebody may do through the administration API; `write` includes `read`, `*` is all. */
export type AdminPermission = '*' | `${AdminResource}:${'read' | 'write'}`;

export const ADMIN_PERMISSIONS: readonly AdminPermission[] = [
  '*',
  ...ADMIN_RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const),
];

export const isAdminPermission = (text: string): text is AdminPermission =>
  (ADMIN_PERMISSIONS as readonly string[]).includes(text);

/** The audience of access tokens that administer, and the resource of the scopes named like permissions. */
export const administrationResource = (serverUrl: string): string => `${serverUrl}/graphql`;

/** Always there, like the standard scopes: what an access token must carry to administer. */
export const administrationScopes = (serverUrl: string): readonly Scope[] =>
  ADMIN_PERMISSIONS.map((permission) => ({
    id: permission,
    version: 0,
    description: permission === '*' ? 'Administer everything' : descriptionOf(permission),
    claims: [],
    resource: administrationResource(serverUrl),
  }));

const descriptionOf = (permission: string): string => {
  const [resource, action] = permission.split(':');
  return action === 'read' ? `See ${resource}` : `See and change ${resource}`;
};
