/*
 * Users, groups with their memberships, and the record of the owners. Who may change them is decided in `src/admin`
 * and `src/account`. Start with `User`.
 */

import type { JsonObject } from '../json.js';
import type { Page, PageRequest, VersionedStore } from '../record-store.js';

export const ADMIN_ROLES = ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** The fields that users can be allowed to change themselves, by their names in the API. */
export const OWN_PROFILE_FIELDS = [
  ...(['name', 'givenName', 'familyName', 'picture'] as const),
  ...(['email', 'phoneNumber', 'locale', 'zoneinfo'] as const),
] as const;
export type OwnProfileField = (typeof OWN_PROFILE_FIELDS)[number];

/** A person. Standard claims have the names of OpenID Connect Core §5.1. */
export interface User {
  /** A random UUID that the server makes and never uses again. The `sub` of tokens. */
  readonly id: string;
  readonly version: number;
  /** Time-ordered key of lists. */
  readonly order: string;
  readonly username: string;
  /** `usernameKey(username)`: unique. */
  readonly usernameKey: string;
  readonly name?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
  readonly picture?: string | undefined;
  readonly email?: string | undefined;
  readonly email_verified: boolean;
  readonly phone_number?: string | undefined;
  readonly phone_number_verified: boolean;
  readonly locale?: string | undefined;
  readonly zoneinfo?: string | undefined;
  /** Claims that custom scopes release. */
  readonly claims: JsonObject;
  readonly enabled: boolean;
  /** The assigned role. `OWNER` is effective only while the owners' record lists the user. */
  readonly adminRole?: AdminRole | undefined;
  /** WebAuthn user handle: base64url of 64 random bytes. Unique. */
  readonly webauthnUserId: string;
  /** Credential ids. A passkey that is not listed cannot be used to sign in. */
  readonly passkeyIds: readonly string[];
  readonly recoveryCodeHashes: readonly string[];
  /** Raising it revokes every grant. A grant carries the value from when its sign-in began. */
  readonly grantEpoch: number;
  /** Raising it ends every session, in the same way. */
  readonly sessionEpoch: number;
  /** Set with each higher `sessionEpoch`, until a job has ended the older sessions one by one and informed their clients. */
  readonly sessionsToEnd?: true | undefined;
  /** Raising it voids every earlier enrolment link, for example when the role changes. */
  readonly enrolmentEpoch: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSignInAt?: Date | undefined;
}

export interface UserStore extends VersionedStore<User> {
  findByUsername(username: string): Promise<User | undefined>;
  findByWebauthnUserId(webauthnUserId: string): Promise<User | undefined>;
  findMany(ids: readonly string[]): Promise<User[]>;
  /** All users with an `adminRole`. There are few. */
  findAdministrators(): Promise<User[]>;
  /** Newest first; `search` is a prefix of username, e-mail or name. */
  page(request: PageRequest, search?: string): Promise<Page<User>>;
  count(search?: string): Promise<number>;
  /** Users whose older sessions a job has to end. */
  findWithSessionsToEnd(limit: number): Promise<User[]>;
  /** Clears the mark, unless `sessionEpoch` was raised again: then `false`. Does not raise `version`. */
  sessionsEnded(seen: Pick<User, 'id' | 'sessionEpoch'>): Promise<boolean>;
  /** Updates the time of the last sign-in without raising `version`. No guard depends on it. */
  touch(id: string, lastSignInAt: Date): Promise<void>;
}

/** Usernames are equal if they look the same: after compatibility normalization, ignoring case. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

/**
 * 1 to 64 characters: letters of one alphabet, digits, marks and `.`, `_`, `-`, `@`, `+`. The first is a letter or a
 * digit.
 */
export function isUsername(text: string): boolean {
  return (
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@+-]{0,63}$/u.test(text) &&
    !/\p{Default_Ignorable_Code_Point}/u.test(text) &&
    ALPHABETS.filter((alphabet) => alphabet.test(text.normalize('NFKC'))).length <= 1
  );
}

/** Alphabets with letters that look alike. A name that mixes two could imitate another (UTS 39 §5.1). */
const ALPHABETS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
];
