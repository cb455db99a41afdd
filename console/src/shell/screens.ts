import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { exec } from 'preact-iso/router';
import type { TextKey } from '../texts/texts.js';

/** The groups of the menu, in their order. */
export const MENU_GROUPS = ['main', 'developers', 'settings'] as const;

/** A screen of the console, and the permission that it needs. */
export interface Screen {
  /**
   * The paths that show this screen. `:id` stands for one part of the path, `:tab?` for one that may be missing; the
   * screen gets them with `useRoute().params`. Of two screens that fit, the first in the list is shown.
   */
  readonly paths: readonly [string, ...string[]];
  /** The entry of the menu that leads to the first path. A screen without an entry belongs to the entry above it. */
  readonly menu?: { readonly group: (typeof MENU_GROUPS)[number]; readonly name: TextKey };
  /** The name of a screen without an entry in the menu, such as "Add application", in the command palette. */
  readonly command?: TextKey;
  readonly permission: string;
  readonly component: ComponentType;
}

/** The screens in the order of the menu. The browser loads each of them when it is opened. */
export const SCREENS: readonly Screen[] = [
  {
    paths: ['/console'],
    menu: { group: 'main', name: 'shell.overview' },
    // Every administration role includes it. The screen shows only what the user may see.
    permission: 'users:read',
    component: lazy(() => import('../screens/overview/overview.js').then(({ OverviewScreen }) => OverviewScreen)),
  },
  {
    paths: ['/console/applications'],
    menu: { group: 'main', name: 'shell.applications' },
    permission: 'clients:read',
    component: lazy(() => import('../screens/applications/list/list.js').then((all) => all.ApplicationsScreen)),
  },
  {
    paths: ['/console/add/application'],
    command: 'shell.addApplication',
    permission: 'clients:write',
    component: lazy(() => import('../screens/applications/add/add.js').then((all) => all.AddApplicationScreen)),
  },
  {
    paths: ['/console/applications/:id/:tab?'],
    permission: 'clients:read',
    component: lazy(() => import('../screens/applications/application.js').then((all) => all.ApplicationScreen)),
  },
  {
    paths: ['/console/people'],
    menu: { group: 'main', name: 'shell.people' },
    permission: 'users:read',
    component: lazy(() => import('../screens/people/list/people.js').then(({ PeopleScreen }) => PeopleScreen)),
  },
  {
    paths: ['/console/invitations'],
    command: 'shell.invitations',
    permission: 'users:read',
    component: lazy(() =>
      import('../screens/people/invitations/invitations.js').then(({ InvitationsScreen }) => InvitationsScreen),
    ),
  },
  {
    paths: ['/console/people/:id/:tab?'],
    permission: 'users:read',
    component: lazy(() => import('../screens/people/person/person.js').then(({ PersonScreen }) => PersonScreen)),
  },
  {
    paths: ['/console/groups'],
    menu: { group: 'main', name: 'shell.groups' },
    permission: 'groups:read',
    component: lazy(() => import('../screens/groups/groups.js').then(({ GroupsScreen }) => GroupsScreen)),
  },
  {
    paths: ['/console/groups/:id'],
    permission: 'groups:read',
    component: lazy(() => import('../screens/groups/group.js').then(({ GroupScreen }) => GroupScreen)),
  },
  {
    paths: ['/console/activity'],
    menu: { group: 'main', name: 'shell.activity' },
    permission: 'audit:read',
    component: lazy(() => import('../screens/activity/activity.js').then(({ ActivityScreen }) => ActivityScreen)),
  },
  {
    paths: ['/console/api-keys'],
    menu: { group: 'developers', name: 'shell.apiKeys' },
    permission: 'apiKeys:read',
    component: lazy(() => import('../screens/api-keys/api-keys.js').then(({ ApiKeysScreen }) => ApiKeysScreen)),
  },
  {
    paths: ['/console/add/api-key'],
    command: 'shell.addApiKey',
    permission: 'apiKeys:write',
    component: lazy(() => import('../screens/api-keys/api-key-add.js').then(({ AddApiKeyScreen }) => AddApiKeyScreen)),
  },
  {
    paths: ['/console/webhooks'],
    menu: { group: 'developers', name: 'shell.webhooks' },
    permission: 'webhooks:read',
    component: lazy(() => import('../screens/webhooks/webhooks.js').then(({ WebhooksScreen }) => WebhooksScreen)),
  },
  {
    paths: ['/console/add/webhook'],
    command: 'shell.addWebhook',
    permission: 'webhooks:write',
    component: lazy(() =>
      import('../screens/webhooks/webhook-add.js').then(({ AddWebhookScreen }) => AddWebhookScreen),
    ),
  },
  {
    paths: ['/console/webhooks/:id'],
    permission: 'webhooks:read',
    component: lazy(() => import('../screens/webhooks/webhook.js').then(({ WebhookScreen }) => WebhookScreen)),
  },
  {
    paths: ['/console/scopes'],
    menu: { group: 'developers', name: 'shell.scopesAndRoles' },
    permission: 'scopes:read',
    component: lazy(() => import('../screens/scopes/scopes.js').then(({ ScopesScreen }) => ScopesScreen)),
  },
  {
    paths: ['/console/add/scope'],
    permission: 'scopes:write',
    component: lazy(() => import('../screens/scopes/scope-form.js').then(({ AddScopeScreen }) => AddScopeScreen)),
  },
  {
    paths: ['/console/scopes/edit'],
    permission: 'scopes:write',
    component: lazy(() => import('../screens/scopes/scope-form.js').then(({ EditScopeScreen }) => EditScopeScreen)),
  },
  {
    paths: ['/console/scopes/claim-rules'],
    permission: 'clients:read',
    component: lazy(() =>
      import('../screens/scopes/claim-rules/claim-rules.js').then(({ ClaimRulesScreen }) => ClaimRulesScreen),
    ),
  },
  {
    paths: ['/console/roles'],
    permission: 'permissions:read',
    component: lazy(() => import('../screens/scopes/roles/roles.js').then(({ RolesScreen }) => RolesScreen)),
  },
  {
    paths: ['/console/add/role'],
    permission: 'clients:write',
    component: lazy(() => import('../screens/scopes/roles/role-add.js').then(({ AddRoleScreen }) => AddRoleScreen)),
  },
  {
    paths: ['/console/administration-roles'],
    permission: 'users:read',
    component: lazy(() =>
      import('../screens/scopes/roles/administration-roles.js').then(
        ({ AdministrationRolesScreen }) => AdministrationRolesScreen,
      ),
    ),
  },
  {
    paths: ['/console/roles/:id'],
    permission: 'permissions:read',
    component: lazy(() => import('../screens/scopes/roles/role.js').then(({ RoleScreen }) => RoleScreen)),
  },
  {
    paths: ['/console/explorer'],
    menu: { group: 'developers', name: 'shell.explorer' },
    permission: 'users:read',
    component: lazy(() => import('../screens/explorer/explorer.js').then(({ ExplorerScreen }) => ExplorerScreen)),
  },
  {
    paths: ['/console/branding'],
    menu: { group: 'settings', name: 'shell.branding' },
    permission: 'issuers:read',
    component: lazy(() => import('../screens/branding/branding.js').then(({ BrandingScreen }) => BrandingScreen)),
  },
  {
    paths: ['/console/issuers'],
    menu: { group: 'settings', name: 'shell.issuers' },
    permission: 'issuers:read',
    component: lazy(() => import('../screens/issuers/issuers.js').then(({ IssuersScreen }) => IssuersScreen)),
  },
  {
    paths: ['/console/add/issuer'],
    command: 'shell.addIssuer',
    permission: 'issuers:write',
    component: lazy(() => import('../screens/issuers/issuer-add.js').then(({ AddIssuerScreen }) => AddIssuerScreen)),
  },
  {
    paths: ['/console/issuers/:id'],
    permission: 'issuers:read',
    component: lazy(() => import('../screens/issuers/issuer.js').then(({ IssuerScreen }) => IssuerScreen)),
  },
  {
    paths: ['/console/server', '/console/server/:tab'],
    menu: { group: 'settings', name: 'shell.server' },
    permission: 'issuers:read',
    component: lazy(() => import('../screens/server/server.js').then(({ ServerScreen }) => ServerScreen)),
  },
];

/** Loads the screen of a path before it is shown. */
export function preloadScreen(path: string): void {
  const screen = SCREENS.find(({ paths }) =>
    paths.some((route) => exec(path, route, { path, query: {}, params: {} }) !== undefined),
  );
  void (screen?.component as Partial<ReturnType<typeof lazy>> | undefined)?.preload?.();
}
