import { z } from 'zod';
import { isShallow, type JsonObject } from '../../model/json.js';
import { RECORD_CLAIMS } from '../../model/people/claims.js';
import {
  type AdminRole,
  isUsername,
  type PROFILE_FIELDS,
  type ProfileName,
  type User,
} from '../../model/people/user.js';
import { claimNameProblem } from '../scopes/claim-name.js';
import {
  type Choices,
  choiceType,
  flagType,
  jsonType,
  lineType,
  linkType,
  textType,
  type ValueType,
} from '../value-type.js';

type Table = typeof PROFILE_FIELDS;

/** The profile of one user under the names of the API. */
export type UserProfile = { readonly [N in ProfileName]: User[Table[N]['field']] };

interface DescribedField<T> {
  readonly type: ValueType<NonNullable<T>>;
  /** For the schema, the reference and the types of the client library. */
  readonly description: string;
}

const ADMIN_ROLE: Choices<AdminRole> = {
  name: 'AdminRole',
  description: 'What a user may administer.',
  values: {
    OWNER: ['OWNER', 'Everything. Effective once the user has a passkey. The last owner cannot be removed.'],
    ADMIN: ['ADMIN', 'Everything except owners, API keys and issuers, which an administrator can only read.'],
    USER_MANAGER: [
      'USER_MANAGER',
      'Users, groups, permissions, sessions and tokens, except those of users with more permissions.',
    ],
    AUDITOR: ['AUDITOR', 'Reads everything and changes nothing.'],
  },
};

const MAX_CLAIMS_LENGTH = 16_384;

const username = z
  .string()
  .refine(
    isUsername,
    'must be 1 to 64 letters of one alphabet, digits, dots, underscores, hyphens, plus and at signs, and begin with a letter or digit',
  );

const customClaims = z
  .custom<JsonObject>((value) => typeof value === 'object')
  .superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      const message = RECORD_CLAIMS.has(name) ? 'has a field of its own: set that field' : claimNameProblem(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
    if (!isShallow(value)) {
      context.addIssue({ code: 'custom', message: 'must not be nested more than 16 deep' });
    } else if (JSON.stringify(value).length > MAX_CLAIMS_LENGTH) {
      context.addIssue({ code: 'custom', message: `must have at most ${MAX_CLAIMS_LENGTH} characters of JSON` });
    }
  });

/** Whether text is a language tag of RFC 5646. */
function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * Every field of the profile is one entry here and one in `PROFILE_FIELDS` of the model. The GraphQL types, the check
 * of the input, the claims, the account page's input and the configuration file are derived from them.
 */
export const DESCRIBED_PROFILE: { readonly [N in ProfileName]: DescribedField<UserProfile[N]> } = {
  username: {
    type: textType(username),
    description:
      'The name with which the user signs in, and the claim `preferred_username`. It is unique, without regard to upper and lower case.',
  },
  name: { type: lineType(200), description: 'The full name.' },
  givenName: { type: lineType(200), description: 'The given name.' },
  familyName: { type: lineType(200), description: 'The family name.' },
  picture: { type: linkType, description: 'The URL of a picture of the user.' },
  email: {
    type: textType(z.email('must be an e-mail address').max(254, 'must have at most 254 characters')),
    description: 'The e-mail address.',
  },
  emailVerified: {
    type: flagType,
    description: 'Whether the e-mail address is known to belong to the user. Without an address it is false.',
  },
  phoneNumber: {
    type: textType(z.e164('must be an E.164 number, such as +15551234567')),
    description: 'The phone number in the format of E.164, such as +15551234567.',
  },
  phoneNumberVerified: {
    type: flagType,
    description: 'Whether the phone number is known to belong to the user. Without a number it is false.',
  },
  locale: {
    type: textType(z.string().refine(isLanguageTag, 'must be a BCP 47 language tag')),
    description: 'The language of the user as a BCP 47 tag, such as `de-AT`.',
  },
  zoneinfo: {
    type: textType(z.string().refine(isTimeZone, 'must be a name of the time zone database')),
    description: 'The time zone of the user by its name in the time zone database, such as `Europe/Vienna`.',
  },
  claims: {
    type: jsonType(customClaims),
    description:
      'Custom claims, which scopes that list them release. Names that the protocols use, such as `sub`, and claims that have fields of their own are rejected.',
  },
  adminRole: {
    type: choiceType(ADMIN_ROLE),
    description:
      'What the user may administer. Null: nothing. A change of the role invalidates the enrolment links that were created before.',
  },
};

/** The values of kinds that are never absent. */
export const EMPTY_VALUES: ReadonlyMap<ValueType['kind'], unknown> = new Map<ValueType['kind'], unknown>([
  ['flag', false],
  ['json', {}],
]);

export function isOptionalField(name: ProfileName): boolean {
  return name !== 'username' && !EMPTY_VALUES.has(DESCRIBED_PROFILE[name].type.kind);
}

export const DESCRIBED_ENTRIES = Object.entries(DESCRIBED_PROFILE) as [ProfileName, DescribedField<unknown>][];
