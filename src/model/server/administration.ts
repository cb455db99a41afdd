/*
 * This folder describes the data that the server needs for itself: permissions of the administration API, API keys,
 * signing keys, encrypted secrets, and messages to other servers. The cryptography is in `src/keys`. To understand this
 * folder, read the list of permissions first.
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

/**
 * A permission for the administration API, for example `users:read`. `write` includes `read`, and `*` includes all
 * permissions.
 */
export type AdminPermission = '*' | `${AdminResource}:${'read' | 'write'}`;

export const ADMIN_PERMISSIONS: readonly AdminPermission[] = [
  '*',
  ...ADMIN_RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const),
];

export function isAdminPermission(text: string): text is AdminPermission {
  return (ADMIN_PERMISSIONS as readonly string[]).includes(text);
}

/**
 * Returns the URI of the administration API: the `aud` of its access tokens, and the `resource` that clients request.
 */
export function administrationResource(serverUrl: string): string {
  return `${serverUrl}/graphql`;
}

/**
 * Returns one scope for each permission of the administration API. These scopes exist on every server, and
 * administrators cannot change them.
 */
export function administrationScopes(serverUrl: string): readonly Scope[] {
  const resource = administrationResource(serverUrl);
  return UNPLACED_SCOPES.map((scope) => ({ ...scope, resource }));
}

const UNPLACED_SCOPES = ADMIN_PERMISSIONS.map((permission) => ({
  id: permission,
  version: 0,
  description: permission === '*' ? 'Administer everything' : descriptionOf(permission),
  claims: [],
}));

function descriptionOf(permission: string): string {
  const [resource, action] = permission.split(':');
  return action === 'read' ? `See ${resource}` : `See and change ${resource}`;
}
