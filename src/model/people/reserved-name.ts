import type { RecordStore } from '../record-store.js';
import { lookAlikeClass } from './look-alikes.js';

/**
 * A name that stays reserved for what got it first, even after that was deleted. The subjects of users and the ids of
 * clients share one set of names, because both are the `sub` of tokens.
 */
export interface ReservedName {
  /** A digest of the name and its kind, so that the record of a deleted user contains no personal data. */
  readonly id: string;
  /** `FORMER_USERNAME`: a username of a user who was deleted or renamed. A new visitor cannot register with it. */
  readonly reservedFor: 'USER' | 'CLIENT' | 'FORMER_USERNAME';
  readonly createdAt: Date;
}

export type ReservedNameStore = RecordStore<ReservedName>;

/**
 * Usernames that a visitor cannot register, because others would take the account for an official one. Administrators
 * can give them to users.
 */
const OFFICIAL_USERNAMES = `
  abuse account accounts admin administration administrator administrators admins anonymous api billing contact
  daemon everyone help helpdesk hostmaster info mailerdaemon moderator noreply operator owner
  passgraph postmaster root security service staff su superadmin superuser support sysadmin system
  team webmaster www
`
  .trim()
  .split(/\s+/);

const OFFICIAL_CLASSES: ReadonlySet<string> = new Set(OFFICIAL_USERNAMES.map(lookAlikeClass));

/**
 * Whether a username is official, such as `admin`, or looks like an official one in another alphabet. Separators make no
 * difference.
 */
export function isOfficialUsername(username: string): boolean {
  return OFFICIAL_CLASSES.has(lookAlikeClass(username).replace(/[._@+-]/g, ''));
}
