import type { AdminRole, UserFilter, UserStatus } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { ADMIN_ROLES } from '../../../records/admin-roles.js';
import type { TextKey } from '../../../texts/texts.js';

export const NO_FILTERS = { status: '', role: '', group: '', verified: '', signIn: '' };

type Filters = typeof NO_FILTERS;

const DAY_MS = 86_400_000;

/** Makes the filter of the API from what the user has chosen. A day begins at midnight, so that a page keeps its query. */
export function filterOf({ status, role, group, verified, signIn }: Filters, now: number): UserFilter | null {
  const filter = {
    ...(status !== '' && { statuses: [status as UserStatus] }),
    ...(role !== '' && { adminRoles: role === 'ANY' ? ADMIN_ROLES : [role as AdminRole] }),
    ...(group !== '' && { groupId: group }),
    ...(verified !== '' && { emailVerified: verified === 'yes' }),
    ...(signIn === 'never' && { neverSignedIn: true }),
    ...(/^\d+$/.test(signIn) && { lastSignInBefore: daysBefore(now, Number(signIn)) }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

function daysBefore(now: number, days: number): string {
  return new Date(Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS).toISOString();
}

const STATUSES: readonly UserStatus[] = ['ACTIVE', 'NO_PASSKEY', 'AWAITS_APPROVAL', 'DISABLED', 'DELETION_PLANNED'];
const DAYS = ['30', '90', '180', '365'];

/** Returns the filters of the list, with their options. */
export function usePeopleFilters() {
  const { texts } = useConsole();
  const option = (value: string, key: TextKey, values?: Readonly<Record<string, number>>) => ({
    value,
    label: texts.say(key, values),
  });
  return [
    {
      name: 'status',
      label: texts.say('parts.status'),
      options: STATUSES.map((status) => option(status, `status.${status}`)),
    },
    {
      name: 'role',
      label: texts.say('people.role'),
      options: [option('ANY', 'people.anyRole'), ...ADMIN_ROLES.map((role) => option(role, `role.${role}`))],
    },
    {
      name: 'verified',
      label: texts.say('people.email'),
      options: [option('yes', 'people.verified'), option('no', 'people.notVerified')],
    },
    {
      name: 'signIn',
      label: texts.say('people.lastSignIn'),
      options: [
        option('never', 'people.never'),
        ...DAYS.map((days) => option(days, 'people.daysAgo', { days: Number(days) })),
      ],
    },
  ];
}

/** Returns the orders of the list. Without a choice, the newest account is first, and a search has the best hits first. */
export function usePeopleOrders() {
  const { texts } = useConsole();
  return [
    { value: '', label: texts.say('people.newestFirst') },
    { value: 'USERNAME', label: texts.say('people.username') },
    { value: 'LAST_SIGN_IN', label: texts.say('people.lastSignIn') },
  ];
}
