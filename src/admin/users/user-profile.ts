import { PROFILE_ENTRIES, type User, type UserProfileFields, usernameKey } from '../../model/people/user.js';
import { DESCRIBED_PROFILE, EMPTY_VALUES, type UserProfile } from './profile-fields.js';

export function profileOf(user: User): UserProfile {
  return Object.fromEntries(PROFILE_ENTRIES.map(([name, { field }]) => [name, user[field]])) as UserProfile;
}

/**
 * Converts a profile to the fields of the user record. If the e-mail address or the phone number is missing, it is
 * stored as not verified.
 */
export function fieldsOfProfile(profile: UserProfile): UserProfileFields & Pick<User, 'usernameKey'> {
  const fields = PROFILE_ENTRIES.map(([name, { field, confirms }]) => {
    const isEmpty = confirms !== undefined && profile[confirms] === undefined;
    return [field, isEmpty ? false : profile[name]];
  });
  return { ...(Object.fromEntries(fields) as UserProfileFields), usernameKey: usernameKey(profile.username) };
}

/**
 * The values of profile fields that were omitted or cleared. The username is not listed here, because it is required.
 */
export const EMPTY_PROFILE = Object.fromEntries(
  Object.entries(DESCRIBED_PROFILE)
    .filter(([name]) => name !== 'username')
    .map(([name, { type }]) => [name, EMPTY_VALUES.get(type.kind)]),
) as Omit<UserProfile, 'username'>;

/** Returns the profile with the changes applied. An omitted field keeps its value, and `null` clears a field. */
export function mergeProfile(current: UserProfile, given: Partial<Record<keyof UserProfile, unknown>>): UserProfile {
  const changes = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, value ?? EMPTY_PROFILE[field as keyof typeof EMPTY_PROFILE]]);
  return { ...current, ...Object.fromEntries(changes) };
}

/** Marks a changed e-mail address or phone number as not verified, because the user may have entered any value. */
export function withoutStaleVerification(before: UserProfile, after: UserProfile): UserProfile {
  const stale = PROFILE_ENTRIES.filter(
    ([, { confirms }]) => confirms !== undefined && after[confirms] !== before[confirms],
  );
  return { ...after, ...Object.fromEntries(stale.map(([name]) => [name, false])) };
}
