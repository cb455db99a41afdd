import type { JsonObject } from '../../model/json.js';
import { type AdminRole, type User, usernameKey } from '../../model/people/user.js';

/** What an administrator sets of a user, under the names of the API. */
export interface UserProfile {
  readonly username: string;
  readonly name: string | undefined;
  readonly givenName: string | undefined;
  readonly familyName: string | undefined;
  readonly picture: string | undefined;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly phoneNumber: string | undefined;
  readonly phoneNumberVerified: boolean;
  readonly locale: string | undefined;
  readonly zoneinfo: string | undefined;
  readonly claims: JsonObject;
  readonly adminRole: AdminRole | undefined;
}

/** The one place where names of the API and names of the record meet. */
export function profileOf(user: User): UserProfile {
  return {
    username: user.username,
    name: user.name,
    givenName: user.given_name,
    familyName: user.family_name,
    picture: user.picture,
    email: user.email,
    emailVerified: user.email_verified,
    phoneNumber: user.phone_number,
    phoneNumberVerified: user.phone_number_verified,
    locale: user.locale,
    zoneinfo: user.zoneinfo,
    claims: user.claims,
    adminRole: user.adminRole,
  };
}

/** The same, the other way. What is not there is not verified. */
export function recordOf(profile: UserProfile) {
  return {
    username: profile.username,
    usernameKey: usernameKey(profile.username),
    name: profile.name,
    given_name: profile.givenName,
    family_name: profile.familyName,
    picture: profile.picture,
    email: profile.email,
    email_verified: profile.email !== undefined && profile.emailVerified,
    phone_number: profile.phoneNumber,
    phone_number_verified: profile.phoneNumber !== undefined && profile.phoneNumberVerified,
    locale: profile.locale,
    zoneinfo: profile.zoneinfo,
    claims: profile.claims,
    adminRole: profile.adminRole,
  } satisfies Partial<User>;
}

/** What a member is when it is left out at first, and what `null` makes of it; the username cannot be empty. */
export const EMPTY_PROFILE: Omit<UserProfile, 'username'> = {
  name: undefined,
  givenName: undefined,
  familyName: undefined,
  picture: undefined,
  email: undefined,
  emailVerified: false,
  phoneNumber: undefined,
  phoneNumberVerified: false,
  locale: undefined,
  zoneinfo: undefined,
  claims: {},
  adminRole: undefined,
};

/** What is left out stays as it is, `null` empties. */
export function changedProfile(current: UserProfile, given: Partial<Record<keyof UserProfile, unknown>>): UserProfile {
  const changes = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, value ?? EMPTY_PROFILE[field as keyof typeof EMPTY_PROFILE]]);
  return { ...current, ...Object.fromEntries(changes) };
}
