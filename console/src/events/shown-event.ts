import type { EventsQuery } from '../generated/events.js';

export type ShownEvent = EventsQuery['auditEvents']['edges'][number]['node'];

/** Whether the user whom the event concerns did it. */
export function isOwn({ actorKind, actorId, userId }: ShownEvent): boolean {
  return actorKind === 'USER' && actorId !== null && actorId === userId;
}

/** Whether a user was refused access, with a page or without one (`prompt=none`). */
export function isDenied({ type, userId, detail }: ShownEvent): boolean {
  return (
    type === 'ACCESS_DENIED' || (type === 'REQUEST_REFUSED' && userId !== null && detail.reason === 'access_denied')
  );
}

/** The texts in a value of `detail`, which can be anything. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The first of the members of `detail` that is a text. */
export function textIn(detail: ShownEvent['detail'], ...names: readonly string[]): string | undefined {
  return names.map((name) => detail[name]).find((value) => typeof value === 'string' && value !== '') as
    | string
    | undefined;
}
