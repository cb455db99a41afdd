import type { PersonAccessQuery, PersonHeadQuery, WhyAccessQuery } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { mayChange } from '../may-change.js';

export type AccessPerson = NonNullable<PersonHeadQuery['user']>;
export type Access = NonNullable<PersonAccessQuery['user']>;
export type Explanation = WhyAccessQuery['explainAccess'];

export interface AccessSectionProps {
  readonly person: AccessPerson;
  readonly access: Access;
  readonly onChanged: () => void;
}

/** Whether the signed-in user may change what the person can use, with this permission. */
export function useMayChange({ adminRole }: AccessPerson, permission: string): boolean {
  const context = useConsole();
  return isAllowed(context, permission) && mayChange(context, adminRole);
}

interface RolePlace {
  readonly client?: { readonly name: string } | null;
  readonly clientId: string | null;
  readonly resource: string | null;
}

/** The application or the API that has the role. */
export function placeOf({ client, clientId, resource }: RolePlace): string {
  return client?.name ?? clientId ?? resource ?? '';
}
