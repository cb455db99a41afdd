import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { isEmailAddress } from '../../mail/email-address.js';
import { isShallow, type JsonObject } from '../../model/json.js';
import { MAX_LANGUAGE_TAG_LENGTH } from '../../model/key-length.js';
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

/**
 * The profile of one user. Each member has the name that the API uses for the field, not the name of the stored field.
 */
export type UserProfile = { readonly [N in ProfileName]: User[Table[N]['field']] };

interface DescribedField<T> {
  readonly type: ValueType<NonNullable<T>>;
  /** The text that describes the field in the GraphQL schema, the API reference and the client library. */
  readonly description: string;
}

export const ADMIN_ROLE: Choices<AdminRole> = {
  name: 'AdminRole',
  description: 'The administration role of a user, which decides what the user may do with this API.',
  values: {
    OWNER: [
      'OWNER',
      'An owner may do everything. The role takes effect when the user has a passkey. The server rejects a change that would remove the last owner.',
    ],
    ADMIN: [
      'ADMIN',
      'An administrator may read everything, and may change everything except owners, API keys and issuers.',
    ],
    USER_MANAGER: [
      'USER_MANAGER',
      'A user manager may change users, groups, permissions, sessions and tokens, but may not change users who have more permissions than the user manager.',
    ],
    AUDITOR: ['AUDITOR', 'An auditor may read everything and change nothing.'],
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
      const message = RECORD_CLAIMS.has(name)
        ? 'must not be a custom claim, because the profile has a field for it. Set that field instead'
        : claimNameProblem(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
    if (!isShallow(value)) {
      context.addIssue({ code: 'custom', message: 'must not be nested more than 16 levels deep' });
    } else if (JSON.stringify(value).length > MAX_CLAIMS_LENGTH) {
      context.addIssue({
        code: 'custom',
        message: `must have at most ${MAX_CLAIMS_LENGTH} characters when it is written as JSON`,
      });
    }
  });

/** Whether the text is a language tag as defined in RFC 5646, such as `de-AT`. */
function isLanguageTag(text: string): boolean {
  if (text.length > MAX_LANGUAGE_TAG_LENGTH) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * The time zone names that the runtime lists. The runtime also accepts other names, such as `US/Pacific`, which are
 * aliases of these names.
 */
const TIME_ZONES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

const MAX_FORMATTERS = 100;
const formatters = new LRUCache<string, Intl.DateTimeFormat>({
  max: MAX_FORMATTERS,
  memoMethod: (timeZone) => new Intl.DateTimeFormat('en', { timeZone }),
});

function isTimeZone(text: string): boolean {
  if (TIME_ZONES.has(text)) return true;
  try {
    return formatters.memo(text).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The types and descriptions of all profile fields. Their stored names and claims are in `PROFILE_FIELDS`
 * (`src/model`). The GraphQL types, input checks, claims, account page and configuration file are derived from these
 * two tables.
 */
export const DESCRIBED_PROFILE: { readonly [N in ProfileName]: DescribedField<UserProfile[N]> } = {
  username: {
    type: textType(username),
    description:
      'The name that identifies the user at sign-in. Clients receive it as the claim `preferred_username`. Two users cannot have usernames that differ only in upper and lower case.',
  },
  name: { type: lineType(200), description: 'The full name of the user.' },
  givenName: { type: lineType(200), description: 'The given name of the user.' },
  familyName: { type: lineType(200), description: 'The family name of the user.' },
  picture: {
    type: linkType,
    description: 'The URL of a picture of the user. You can also upload an image with `POST /pictures/users/ID`.',
  },
  email: {
    type: textType(z.string().refine(isEmailAddress, 'must be an e-mail address of at most 254 bytes')),
    description: 'The e-mail address of the user.',
  },
  emailVerified: {
    type: flagType,
    description:
      'Whether the e-mail address has been verified to belong to the user. Always false if the user has no e-mail address. A change of the address makes it false, unless the same change sets it.',
  },
  phoneNumber: {
    type: textType(z.e164('must be an E.164 number, such as +15551234567')),
    description: 'The phone number of the user in E.164 format, such as +15551234567.',
  },
  phoneNumberVerified: {
    type: flagType,
    description:
      'Whether the phone number has been verified to belong to the user. Always false if the user has no phone number. A change of the number makes it false, unless the same change sets it.',
  },
  locale: {
    type: textType(
      z
        .string()
        .refine(
          isLanguageTag,
          `must be a BCP 47 language tag of at most ${MAX_LANGUAGE_TAG_LENGTH} characters, such as de-AT`,
        ),
    ),
    description: 'The preferred language of the user as a BCP 47 language tag, such as `de-AT`.',
  },
  zoneinfo: {
    type: textType(
      z.string().refine(isTimeZone, 'must be a name in the IANA time zone database, such as Europe/Vienna'),
    ),
    description: 'The time zone of the user, as named in the IANA time zone database, such as `Europe/Vienna`.',
  },
  claims: {
    type: jsonType(customClaims),
    description:
      'Additional claims about the user. A client receives a claim if it was granted a scope that lists the claim. The server rejects names that the protocols reserve, such as `sub`, and names of claims that have a field of their own in this type.',
  },
  adminRole: {
    type: choiceType(ADMIN_ROLE),
    description:
      'The administration role of the user. Null if the user has no administration role. When the role changes, earlier enrolment links of the user become invalid.',
  },
};

/**
 * The values that unset profile fields have, by kind of field. If the kind is not listed here, an unset field is
 * absent.
 */
export const EMPTY_VALUES: ReadonlyMap<ValueType['kind'], unknown> = new Map<ValueType['kind'], unknown>([
  ['flag', false],
  ['json', {}],
]);

export function isOptionalField(name: ProfileName): boolean {
  return name !== 'username' && !EMPTY_VALUES.has(DESCRIBED_PROFILE[name].type.kind);
}

export const DESCRIBED_ENTRIES = Object.entries(DESCRIBED_PROFILE) as [ProfileName, DescribedField<unknown>][];
