import { isAllowed } from '../../parts/console-context.js';

/** What a permission is about, in the order of the form. Each has a permission to read and one to write. */
export const RESOURCES = [
  'users',
  'groups',
  'clients',
  'permissions',
  'audit',
  'sessions',
  'tokens',
  'scopes',
  'webhooks',
  'apiKeys',
  'issuers',
] as const;
type Resource = (typeof RESOURCES)[number];

export type Level = '' | 'read' | 'write';
type Reach = 'read' | 'chosen' | 'all';

/** The part of the form that says what a key may do. */
export type PermissionValues = { readonly reach: Reach } & { readonly [R in Resource]: Level };

export const NO_PERMISSIONS: PermissionValues = {
  reach: 'chosen',
  users: '',
  groups: '',
  clients: '',
  permissions: '',
  audit: '',
  sessions: '',
  tokens: '',
  scopes: '',
  webhooks: '',
  apiKeys: '',
  issuers: '',
};

type Maker = Parameters<typeof isAllowed>[0];

/** The levels that the user can give for a resource: a key has no permission that its maker lacks. */
export function levelsOf(maker: Maker, resource: Resource): readonly Level[] {
  const levels = (['read', 'write'] as const).filter((level) => isAllowed(maker, `${resource}:${level}`));
  return levels.length === 0 ? [] : ['', ...levels];
}

/** The permissions of the new key, as the API expects them. */
export function chosenPermissions(maker: Maker, values: PermissionValues): readonly string[] {
  if (values.reach === 'all') return ['*'];
  if (values.reach === 'read')
    return RESOURCES.map((resource) => `${resource}:read`).filter((permission) => isAllowed(maker, permission));
  return RESOURCES.filter((resource) => values[resource] !== '').map((resource) => `${resource}:${values[resource]}`);
}
