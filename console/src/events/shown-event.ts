import type { EventsQuery } from '../generated/events.js';

export type ShownEvent = EventsQuery['auditEvents']['edges'][number]['node'];

/** Whether the user whom the event concerns did it. */
export function isOwn({ actorKind, actorId, userId }: ShownEvent): boolean {
  return actorKind === 'USER' && actorId !== null && actorId === userId;
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
