import { isJsonObject, type JsonObject } from '../json.js';
import type { AuditEvent } from './audit-event.js';

const PERSONAL_MEMBERS = [
  'username',
  'name',
  'givenName',
  'familyName',
  'email',
  'picture',
  'userAgent',
  'deviceAddress',
];

/**
 * Returns the paths of the values of an event that can identify a person: IP addresses, names, and the names before
 * and after a change. Each gets a salt, so that it can be erased although the event stays. Old events keep the salts
 * that they have, so this list may grow.
 */
export function personalPaths({ ipAddress, detail }: Pick<AuditEvent, 'ipAddress' | 'detail'>): string[] {
  const paths = ipAddress === undefined ? [] : ['ipAddress'];
  paths.push(...membersIn(detail, 'detail'));
  for (const name of ['from', 'to']) {
    const part = detail[name];
    if (typeof part === 'string') paths.push(`detail.${name}`);
    else if (isJsonObject(part)) paths.push(...membersIn(part, `detail.${name}`));
  }
  return paths;
}

function membersIn(part: JsonObject, path: string): string[] {
  return PERSONAL_MEMBERS.filter((name) => part[name] !== undefined && part[name] !== null).map(
    (name) => `${path}.${name}`,
  );
}
