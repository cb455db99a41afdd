import { z } from 'zod';
import { isShallow, type JsonObject } from '../../model/json.js';
import { RECORD_CLAIMS, RESERVED_CLAIMS } from '../../model/people/claims.js';
import { ADMIN_ROLES, isUsername, type OwnProfileField } from '../../model/people/user.js';
import { linkProblem } from '../clients/client-uris.js';
import { distinct, givenId, line } from '../parse-input.js';

const MOST_GROUPS = 100;
const LARGEST_CLAIMS = 16_384;

/** Names that a claim about a user may have: none that a protocol uses, none that the record itself gives. */
export function claimNameProblem(name: string): string | undefined {
  if (RESERVED_CLAIMS.has(name)) return 'is a name that the protocols use';
  return /^[\x21-\x7e]{1,128}$/.test(name) ? undefined : 'must have a name of 1 to 128 visible ASCII characters';
}

const claims = z
  .custom<JsonObject>((value) => typeof value === 'object')
  .superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      const message = RECORD_CLAIMS.has(name) ? 'is set by the field of its own' : claimNameProblem(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
    if (!isShallow(value)) {
      context.addIssue({ code: 'custom', message: 'must not be nested more than 16 deep' });
    } else if (JSON.stringify(value).length > LARGEST_CLAIMS) {
      context.addIssue({ code: 'custom', message: `must have at most ${LARGEST_CLAIMS} characters of JSON` });
    }
  });

const picture = z.string().superRefine((text, context) => {
  const message = linkProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** RFC 5646 */
function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** A name of the time zone database. */
function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const username = z
  .string()
  .refine(
    isUsername,
    'must be 1 to 64 letters of one alphabet, digits, dots, underscores, hyphens, plus and at signs, and begin with a letter or digit',
  );

/** OpenID Connect Core §5.1 */
const profile = {
  name: line(200).nullish(),
  givenName: line(200).nullish(),
  familyName: line(200).nullish(),
  picture: picture.nullish(),
  email: z.email('must be an e-mail address').max(254, 'must have at most 254 characters').nullish(),
  emailVerified: z.boolean().nullish(),
  phoneNumber: z.e164('must be an E.164 number, such as +15551234567').nullish(),
  phoneNumberVerified: z.boolean().nullish(),
  locale: z.string().refine(isLanguageTag, 'must be a BCP 47 language tag').nullish(),
  zoneinfo: z.string().refine(isTimeZone, 'must be a name of the time zone database').nullish(),
  claims: claims.nullish(),
  adminRole: z.enum(ADMIN_ROLES).nullish(),
};

export const createUserInput = z.object({
  ...profile,
  username,
  groupIds: z.array(givenId).max(MOST_GROUPS, `must have at most ${MOST_GROUPS} entries`).transform(distinct).nullish(),
  enrolmentLink: z.boolean().nullish(),
});
export type CreateUserInput = z.input<typeof createUserInput>;

export const updateUserInput = z.object({ ...profile, id: givenId, username: username.nullish() });
export type UpdateUserInput = z.input<typeof updateUserInput>;

const { name, givenName, familyName, email, phoneNumber, locale, zoneinfo } = profile;

/** What people may be let change of themselves; who vouches for the rest is an administrator. */
export const ownProfileInput = z.object({
  name,
  givenName,
  familyName,
  picture: profile.picture,
  email,
  phoneNumber,
  locale,
  zoneinfo,
} satisfies Record<OwnProfileField, z.ZodType>);
export type OwnProfileInput = z.input<typeof ownProfileInput>;
