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

export function isAdminPermission(text: string): text is AdminPermission {
  return (ADMIN_PERMISSIONS as readonly string[]).includes(text);
}

/** The audience of access tokens that administer, and the resource of the scopes named like permissions. */
export function administrationResource(serverUrl: string): string {
  return `${serverUrl}/graphql`;
}

/** Always there, like the standard scopes: what an access token must carry to administer. */
export function administrationScopes(serverUrl: string): readonly Scope[] {
  return ADMIN_PERMISSIONS.map((permission) => ({
    id: permission,
    version: 0,
    description: permission === '*' ? 'Administer everything' : descriptionOf(permission),
    claims: [],
    resource: administrationResource(serverUrl),
  }));
}

function descriptionOf(permission: string): string {
  const [resource, action] = permission.split(':');
  return action === 'read' ? `See ${resource}` : `See and change ${resource}`;
}
