import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { AuditEvent } from './audit-event.js';

const PERSONAL_MEMBERS = ['username', 'name', 'givenName', 'familyName', 'email', 'picture', 'userAgent'];

type Values = Pick<AuditEvent, 'ipAddress' | 'detail'>;

/**
 * Returns the values of an event that can identify a person, by their path: the IP address, names, and the names before
 * and after a change. They can be erased although the event stays.
 */
export function personalValues({ ipAddress, detail }: Values): ReadonlyMap<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  if (ipAddress !== undefined) values.set('ipAddress', ipAddress);
  addMembers(values, detail, 'detail');
  for (const name of ['from', 'to']) {
    const part = detail[name];
    if (typeof part === 'string') values.set(`detail.${name}`, part);
    else if (isJsonObject(part)) addMembers(values, part, `detail.${name}`);
  }
  return values;
}

/** Returns the event without its personal values. */
export function withoutPersonalValues<T extends Values>(event: T): T {
  const { ipAddress: _address, detail, ...others } = event;
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(withoutMembers(detail))) {
    if (name !== 'from' && name !== 'to') kept[name] = value as JsonValue;
    else if (isJsonObject(value)) kept[name] = withoutMembers(value);
    else if (typeof value !== 'string') kept[name] = value as JsonValue;
  }
  return { ...others, detail: kept } as unknown as T;
}

function addMembers(values: Map<string, JsonValue>, part: JsonObject, path: string): void {
  for (const name of PERSONAL_MEMBERS) {
    const value = part[name];
    if (value !== undefined && value !== null) values.set(`${path}.${name}`, value);
  }
}

function withoutMembers(part: JsonObject): JsonObject {
  const kept = Object.entries(part).filter(([name, value]) => !PERSONAL_MEMBERS.includes(name) || value === null);
  return Object.fromEntries(kept) as JsonObject;
}
