import type { UserProfile } from '../admin/users/user-profile.js';

/** What each member of a profile means: said once for what is read and for what is written. */
const USER: Readonly<Record<keyof UserProfile, string>> = {
  username: 'What they sign in as: unique, whatever its case; the claim `preferred_username`.',
  name: 'Their full name, as it is shown.',
  givenName: 'Their given name.',
  familyName: 'Their family name.',
  picture: 'URL of their picture.',
  email: 'Their e-mail address.',
  emailVerified: 'Whether it was found to be theirs. False where there is no address.',
  phoneNumber: 'Their phone number, such as +15551234567 (E.164).',
  phoneNumberVerified: 'Whether it was found to be theirs. False where there is no number.',
  locale: 'Their language, as a BCP 47 tag.',
  zoneinfo: 'Their time zone, as in the time zone database.',
  claims:
    'Further claims about them, released by scopes that name them. Names that the protocols use, such as `sub`, and those of other fields are refused.',
  adminRole: 'What they may administer; null: nothing. A change voids the enrolment links made before.',
};

/** Options of a field that shows a member. */
export function shown(member: keyof UserProfile) {
  return { description: USER[member] };
}

export function shownOrNull(member: keyof UserProfile) {
  return { ...shown(member), nullable: true as const };
}
