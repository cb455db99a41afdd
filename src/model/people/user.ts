/*
 * Users, groups with their memberships, and the record of the owners. Who may change them is decided in `src/admin`
 * and `src/account`. Start with `User`.
 */

import type { FieldKind } from '../field-kind.js';
import type { JsonObject } from '../json.js';
import type { Page, PageRequest, VersionedStore } from '../record-store.js';

export const ADMIN_ROLES = ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** The part of a user that an administrator sets. OpenID Connect Core §5.1 names most of it. */
export interface UserProfileFields {
  readonly username: string;
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
  /** The intended role. `OWNER` is effective only while the owners' record lists the user. */
  readonly adminRole?: AdminRole | undefined;
}

interface ProfileField {
  /** Its name in the record. */
  readonly field: keyof UserProfileFields;
  readonly kind: FieldKind;
  /** The claim that has its value. */
  readonly claim?: string;
  /** Users may change it themselves, if EDITABLE_PROFILE lists it. */
  readonly isOwn?: true;
  /** The name of the field that it says is verified. */
  readonly confirms?: 'email' | 'phoneNumber';
}

/**
 * The profile by the names of the API. `admin/users/profile-fields.ts` describes each field for the API.
 */
export const PROFILE_FIELDS = {
  username: { field: 'username', kind: 'text', claim: 'preferred_username' },
  name: { field: 'name', kind: 'text', claim: 'name', isOwn: true },
  givenName: { field: 'given_name', kind: 'text', claim: 'given_name', isOwn: true },
  familyName: { field: 'family_name', kind: 'text', claim: 'family_name', isOwn: true },
  picture: { field: 'picture', kind: 'text', claim: 'picture', isOwn: true },
  email: { field: 'email', kind: 'text', claim: 'email', isOwn: true },
  emailVerified: { field: 'email_verified', kind: 'flag', claim: 'email_verified', confirms: 'email' },
  phoneNumber: { field: 'phone_number', kind: 'text', claim: 'phone_number', isOwn: true },
  phoneNumberVerified: {
    field: 'phone_number_verified',
    kind: 'flag',
    claim: 'phone_number_verified',
    confirms: 'phoneNumber',
  },
  locale: { field: 'locale', kind: 'text', claim: 'locale', isOwn: true },
  zoneinfo: { field: 'zoneinfo', kind: 'text', claim: 'zoneinfo', isOwn: true },
  claims: { field: 'claims', kind: 'json' },
  adminRole: { field: 'adminRole', kind: 'text' },
} as const satisfies Readonly<Record<string, ProfileField>>;

type ProfileTable = typeof PROFILE_FIELDS;
export type ProfileName = keyof ProfileTable;
export type OwnProfileField = {
  [N in ProfileName]: ProfileTable[N] extends { readonly isOwn: true } ? N : never;
}[ProfileName];

export const PROFILE_ENTRIES = Object.entries<ProfileField>(PROFILE_FIELDS) as [ProfileName, ProfileField][];

/** The fields that users may change themselves, by the names of the API. */
export const OWN_PROFILE_FIELDS: readonly OwnProfileField[] = PROFILE_ENTRIES.flatMap(([name, { isOwn }]) =>
  isOwn === true ? [name as OwnProfileField] : [],
);

/** How each field is stored. */
export const PROFILE_KINDS = Object.fromEntries(
  PROFILE_ENTRIES.map(([, { field, kind }]) => [field, kind]),
) as Readonly<Record<ProfileTable[ProfileName]['field'], FieldKind>>;

/** A person who signs in. */
export interface User extends UserProfileFields {
  /** A random UUID that the server makes and never uses again. The `sub` of tokens. */
  readonly id: string;
  readonly version: number;
  /** Time-ordered key of lists. */
  readonly order: string;
  /** `usernameKey(username)`: unique. */
  readonly usernameKey: string;
  readonly enabled: boolean;
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
