/*
 * This folder describes users, groups with their members, and the list of owners. `src/admin` and `src/account` decide
 * who may change these records. To understand this folder, read `User` first.
 */

import type { FieldKind } from '../field-kind.js';
import type { JsonObject } from '../json.js';
import type { AccountNews } from './account-news.js';
import type { PasskeyList } from './passkey-list.js';

export const ADMIN_ROLES = ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** The fields of a user that an administrator can set. Most names come from OpenID Connect Core §5.1. */
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
  /** Further claims about the user. Clients receive them through scopes that administrators defined. */
  readonly claims: JsonObject;
  /**
   * The role that an administrator gave the user. The role `OWNER` has an effect only while the record of owners lists
   * the user.
   */
  readonly adminRole?: AdminRole | undefined;
}

/**
 * How an account was created: by an administrator or a command, by an administrator with a subject from another provider,
 * by registration, with an invitation, or as the first owner.
 */
export type UserOrigin = 'ADMINISTRATION' | 'IMPORT' | 'REGISTRATION' | 'INVITATION' | 'FIRST_OWNER';

interface ProfileField {
  /** The name of the field in the stored user record. */
  readonly field: keyof UserProfileFields;
  readonly kind: FieldKind;
  /** The name of the claim in which clients receive the value. Absent if there is no such claim. */
  readonly claim?: string;
  /** Whether users may change the field themselves, provided that the setting EDITABLE_PROFILE lists it. */
  readonly isOwn?: true;
  /** Present in a `…Verified` field: the name of the field whose value was verified. */
  readonly confirms?: 'email' | 'phoneNumber';
}

/**
 * The profile fields by their names in the GraphQL API, with the name, column type and claim of each. Their API
 * descriptions are in `admin/users/profile-fields.ts`.
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

/** The names, in the GraphQL API, of the fields that users may change themselves. */
export const OWN_PROFILE_FIELDS: readonly OwnProfileField[] = PROFILE_ENTRIES.flatMap(([name, { isOwn }]) =>
  isOwn === true ? [name as OwnProfileField] : [],
);

/** The column type with which the database stores each profile field. */
export const PROFILE_KINDS = Object.fromEntries(
  PROFILE_ENTRIES.map(([, { field, kind }]) => [field, kind]),
) as Readonly<Record<ProfileTable[ProfileName]['field'], FieldKind>>;

export interface User extends UserProfileFields, PasskeyList {
  /**
   * A random UUID, or a subject that was imported from another provider. No other user or client ever gets the same id.
   * Tokens contain it as `sub`.
   */
  readonly id: string;
  readonly version: number;
  /** A time-ordered key, by which lists of users are sorted. */
  readonly order: string;
  /**
   * The result of `usernameKey(username)`. No two users have the same key, so two usernames cannot differ only in upper
   * and lower case or in compatible characters.
   */
  readonly usernameKey: string;
  readonly enabled: boolean;
  /** The WebAuthn user handle: 64 random bytes in base64url. No two users have the same handle. */
  readonly webauthnUserId: string;
  readonly recoveryCodeHashes: readonly string[];
  /**
   * A counter. Each grant stores the value that the counter had when the sign-in began. Increasing the counter revokes
   * all earlier grants of the user.
   */
  readonly grantEpoch: number;
  /**
   * A counter. Each session stores the value that the counter had when the sign-in began. Increasing the counter ends
   * all earlier sessions of the user.
   */
  readonly sessionEpoch: number;
  /** Set when `sessionEpoch` is increased. A job then ends the older sessions and clears this field. */
  readonly sessionsToEnd?: true | undefined;
  /**
   * A counter. Each enrolment link for the user stores the value that the counter had when the link was made.
   * Increasing the counter, for example after a change of role, invalidates all earlier links.
   */
  readonly enrolmentEpoch: number;
  /**
   * A counter. Each API key or enrolment link that the user makes stores the current value. Increasing the counter
   * invalidates all keys and links that the user made before. Absent means 0, as in records of version 0.1.
   */
  readonly keyEpoch?: number | undefined;
  /**
   * A counter. Browsers remember the current value when the user signs in. If they remember another value, they count as
   * new, and the user gets a mail. Absent means 0.
   */
  readonly browserEpoch?: number | undefined;
  /** The verification mail that the user asked for last. Absent once its link was used. */
  readonly emailVerification?: EmailVerification | undefined;
  /** How the account was created. Absent in records of version 0.1. */
  readonly origin?: UserOrigin | undefined;
  /** The invitation with which the account was created, if something of it was missing then: see the next two fields. */
  readonly invitationId?: string | undefined;
  /** Present while an administrator has not approved the account. `enabled` is false then. */
  readonly awaitsApproval?: true | undefined;
  /**
   * Present until the user gets the groups of the invitation: when the account is approved and has a verified address of
   * the domain of the invitation.
   */
  readonly awaitsGroups?: true | undefined;
  /** When a job deletes the account, because its user asked for it. Absent if it stays. */
  readonly deletionAt?: Date | undefined;
  /** The session in which the user asked for the deletion. */
  readonly deletionSessionId?: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSignInAt?: Date | undefined;
  /** What happened to the account and has not been confirmed by the user, newest first. */
  readonly news?: readonly AccountNews[] | undefined;
  /** When a sign-in last asked the user for a second device or recovery codes. */
  readonly nudgedAt?: Date | undefined;
  /**
   * The language of the page on which the user signed in last with a known browser. Mails are written in it if the user
   * has no `locale`. Applications never get it.
   */
  readonly language?: string | undefined;
}

/** A mail with a link, with which the user verifies that an e-mail address is theirs. */
export interface EmailVerification {
  /** SHA-256 of the secret in the link. */
  readonly secretHash: string;
  /** The address to which the mail was sent. The link verifies no other address. */
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Returns the form in which usernames are compared: lower case, with compatible characters made equal (NFKC). Two
 * usernames with the same key cannot coexist.
 */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

/**
 * Whether the text is a valid username: 1 to 64 letters, digits, combining marks and `.`, `_`, `-`, `@`, `+`, beginning
 * with a letter or digit. A username must not mix alphabets with letters that look alike, such as Latin and Cyrillic.
 */
export function isUsername(text: string): boolean {
  return (
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@+-]{0,63}$/u.test(text) &&
    !/\p{Default_Ignorable_Code_Point}/u.test(text) &&
    ALPHABETS.filter((alphabet) => alphabet.test(text.normalize('NFKC'))).length <= 1
  );
}

/**
 * Alphabets in which some letters look alike, such as the Latin and the Cyrillic `a`. A username that mixes two of them
 * could imitate another username (UTS 39 §5.1).
 */
const ALPHABETS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
];
