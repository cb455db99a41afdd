/*
 * What the server needs for itself: permissions of the administration API, API keys, signing keys, sealed secrets,
 * deliveries. Cryptography is in `src/keys`; these files only describe values. Start with the list of permissions.
 */

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

/** A permission of the administration API. `write` includes `read`; `*` includes everything. */
export type AdminPermission = '*' | `${AdminResource}:${'read' | 'write'}`;

export const ADMIN_PERMISSIONS: readonly AdminPermission[] = [
  '*',
  ...ADMIN_RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const),
];

export function isAdminPermission(text: string): text is AdminPermission {
  return (ADMIN_PERMISSIONS as readonly string[]).includes(text);
}

/** The audience of access tokens for the administration API, and the resource of the scopes for it. */
export function administrationResource(serverUrl: string): string {
  return `${serverUrl}/graphql`;
}

/** The scopes for the administration API. Every server has them, like the standard scopes. */
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
