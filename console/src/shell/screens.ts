import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';
import type { TextKey } from '../texts/texts.js';

/** A screen of the console: its path, its name in the menu, and the permission that shows it there. */
export interface Screen {
  readonly path: string;
  readonly name: TextKey;
  readonly permission: string;
  readonly component: ComponentType;
}

/** The screens in the order of the menu. The browser loads each of them when it is opened. */
export const SCREENS: readonly Screen[] = [
  {
    path: '/console',
    name: 'shell.overview',
    permission: 'audit:read',
    component: lazy(() => import('../screens/overview/overview.js').then(({ OverviewScreen }) => OverviewScreen)),
  },
  {
    path: '/console/people',
    name: 'shell.people',
    permission: 'users:read',
    component: lazy(() => import('../screens/people/people.js').then(({ PeopleScreen }) => PeopleScreen)),
  },
];
