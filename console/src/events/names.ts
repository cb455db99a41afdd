import { screenPath } from '../parts/screen-path.js';
import { ADMIN_ROLES } from '../records/admin-roles.js';
import { nameOf } from '../records/name-of.js';
import type { Texts } from '../texts/texts.js';
import { type ShownEvent, textIn, textsIn } from './shown-event.js';

/** A name in a sentence, with the path of the screen about what has this name. */
export interface Name {
  readonly label: string;
  readonly href?: string | undefined;
}

type Values = Readonly<
  Record<'actor' | 'user' | 'application' | 'record' | 'group' | 'role' | 'name', Name> & { readonly count: number }
>;

/** Returns everything that the sentence of an event can name. */
export function namesIn(event: ShownEvent, texts: Texts): Values {
  const { detail } = event;
  return {
    actor: actorOf(event, texts),
    user: userOf(event, texts),
    application: applicationOf(event, texts),
    record: recordOf(event, texts),
    group: groupOf(detail, texts),
    role: { label: textIn(detail, 'role') ?? administrationRole(detail, texts) ?? texts.say('events.name.unknown') },
    name: givenName(event, texts),
    count: countOf(detail),
  };
}

/** The administration role that an event gave to a user. */
function administrationRole({ to }: ShownEvent['detail'], texts: Texts): string | undefined {
  const role = ADMIN_ROLES.find((one) => one === (to as ShownEvent['detail'] | undefined)?.adminRole);
  return role && texts.say(`role.${role}`);
}

function actorOf({ actor, actorKind, actorId, userId, detail }: ShownEvent, texts: Texts): Name {
  switch (actor?.__typename) {
    case 'User':
      return { label: actor.personName ?? actor.username, href: screenPath('people', actor.id) };
    case 'Client':
      return { label: actor.name, href: screenPath('applications', actor.id) };
    case 'ApiKey':
      return { label: texts.say('events.name.apiKeyNamed', { name: actor.name }), href: '/console/api-keys' };
  }
  if (actorKind === 'API_KEY') return { label: texts.say('events.name.apiKey') };
  if (actorKind === 'CLIENT') return { label: texts.say('events.name.deletedApplication') };
  if (actorKind === null) return { label: texts.say('events.name.server') };
  return deletedPerson(actorId === userId ? textIn(detail, 'username') : undefined, texts);
}

function userOf({ user, userId, detail }: ShownEvent, texts: Texts): Name {
  if (user !== null && userId !== null) return { label: nameOf(user), href: screenPath('people', userId) };
  return deletedPerson(textIn(detail, 'username'), texts);
}

function deletedPerson(username: string | undefined, texts: Texts): Name {
  return { label: username ?? texts.say('events.name.deletedPerson') };
}

function applicationOf({ client, clientId, detail, resource }: ShownEvent, texts: Texts): Name {
  if (client !== null && clientId !== null)
    return { label: client.name, href: isBuiltIn(clientId) ? undefined : screenPath('applications', clientId) };
  if (clientId === null) return { label: texts.say('events.name.unknown') };
  const name = resource === 'client' ? textIn(detail, 'name') : undefined;
  return { label: name ?? texts.say('events.name.deletedApplication') };
}

/** The clients that every server has are no applications that an administrator can change. */
export function isBuiltIn(clientId: string): boolean {
  return clientId.startsWith('passgraph:');
}

/** The folders of the screens about the records of a kind. */
const SCREENS: Readonly<Record<string, string>> = { group: 'groups', issuer: 'issuers', webhook: 'webhooks' };
/** The screens that list all records of a kind. */
const LISTS: Readonly<Record<string, string>> = { role: 'roles', scope: 'scopes', apiKey: 'api-keys' };

function recordOf({ record, resource, resourceId, type, detail }: ShownEvent, texts: Texts): Name {
  const label = recordName(record) ?? textIn(detail, 'name', 'host', 'slug') ?? resourceId;
  if (label === null || resource === null || resourceId === null)
    return { label: label ?? texts.say('events.name.unknown') };
  if (type === 'DELETED') return { label };
  const screen = SCREENS[resource];
  if (screen !== undefined) return { label, href: screenPath(screen, resourceId) };
  const list = LISTS[resource];
  return { label, href: list && `/console/${list}` };
}

function recordName(record: ShownEvent['record']): string | undefined {
  switch (record?.__typename) {
    case 'Group':
    case 'Role':
    case 'ApiKey':
    case 'Passkey':
      return record.name;
    case 'Issuer':
      return record.url;
    default:
      return undefined;
  }
}

/** The name of a passkey, or a username. `to` is the new name of a passkey that was renamed. */
function givenName({ detail, record }: ShownEvent, texts: Texts): Name {
  const label = textIn(detail, 'to', 'name', 'username') ?? recordName(record) ?? texts.say('events.name.unknown');
  return { label };
}

function groupOf(detail: ShownEvent['detail'], texts: Texts): Name {
  const id = textIn(detail, 'groupId');
  if (id === undefined) return { label: texts.say('events.name.unknown') };
  return { label: textIn(detail, 'group') ?? id, href: screenPath('groups', id) };
}

function countOf({ count, addedMemberIds, removedMemberIds }: ShownEvent['detail']): number {
  if (typeof count === 'number') return count;
  return Math.max(textsIn(addedMemberIds).length, textsIn(removedMemberIds).length);
}
