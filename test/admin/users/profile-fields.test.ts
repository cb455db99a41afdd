import { describe, expect, it } from '@jest/globals';
import { profileClaims } from '../../../src/access/claims/profile-claims.js';
import { DESCRIBED_ENTRIES, isOptionalField } from '../../../src/admin/users/profile-fields.js';
import { EMPTY_PROFILE, fieldsOfProfile, mergeProfile, profileOf } from '../../../src/admin/users/user-profile.js';
import { RECORD_CLAIMS } from '../../../src/model/people/claims.js';
import { OWN_PROFILE_FIELDS, PROFILE_ENTRIES } from '../../../src/model/people/user.js';
import { userRecord } from '../../support/records.js';

const ada = userRecord({
  name: 'Ada Lovelace',
  given_name: 'Ada',
  email: 'ada@example.org',
  email_verified: true,
  phone_number_verified: true,
});

describe('The profile fields', () => {
  it('are described once each', () => {
    expect(DESCRIBED_ENTRIES.map(([name]) => name).toSorted()).toEqual(
      PROFILE_ENTRIES.map(([name]) => name).toSorted(),
    );
  });

  it('convert between the record and the API', () => {
    const profile = profileOf(ada);
    expect(profile).toMatchObject({ username: ada.username, givenName: 'Ada', emailVerified: true });
    expect(fieldsOfProfile(profile)).toMatchObject({ given_name: 'Ada', email_verified: true });
  });

  it('cannot be verified without a value', () => {
    expect(fieldsOfProfile(profileOf(ada)).phone_number_verified).toBe(false);
    expect(profileClaims(ada, ['email_verified', 'phone_number_verified'])).toEqual({ email_verified: true });
  });

  it('are released as claims, which custom claims cannot replace', () => {
    expect(profileClaims(ada, ['given_name', 'preferred_username', 'locale'])).toEqual({
      given_name: 'Ada',
      preferred_username: ada.username,
    });
    for (const claim of ['name', 'email_verified', 'preferred_username', 'updated_at']) {
      expect([claim, RECORD_CLAIMS.has(claim)]).toEqual([claim, true]);
    }
  });

  it('are empty after they are cleared', () => {
    const names = Object.keys(EMPTY_PROFILE);
    const cleared = mergeProfile(profileOf(ada), Object.fromEntries(names.map((name) => [name, null])));
    expect(cleared).toEqual({ username: ada.username, ...EMPTY_PROFILE });
    expect(EMPTY_PROFILE).toMatchObject({ emailVerified: false, claims: {}, name: undefined });
    expect(isOptionalField('name')).toBe(true);
    expect(isOptionalField('claims')).toBe(false);
  });

  it('that users change themselves exclude those that an administrator vouches for', () => {
    for (const name of ['username', 'emailVerified', 'phoneNumberVerified', 'claims', 'adminRole']) {
      expect(OWN_PROFILE_FIELDS).not.toContain(name);
    }
    expect(OWN_PROFILE_FIELDS).toContain('email');
  });
});
