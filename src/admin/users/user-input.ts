import { z } from 'zod';
import { MAX_SUBJECT_LENGTH } from '../../model/key-length.js';
import { OWN_PROFILE_FIELDS, type OwnProfileField, type ProfileName } from '../../model/people/user.js';
import { distinct, givenId } from '../input-parser.js';
import { DESCRIBED_PROFILE, type UserProfile } from './profile-fields.js';

const MAX_GROUPS = 100;

type GivenProfile = { readonly [N in ProfileName]?: NonNullable<UserProfile[N]> | null | undefined };

export type CreateUserInput = Omit<GivenProfile, 'username'> & {
  readonly username: string;
  readonly groupIds?: readonly string[] | null | undefined;
  readonly enrolmentLink?: boolean | null | undefined;
  readonly subject?: string | null | undefined;
};

export type UpdateUserInput = GivenProfile & { readonly id: string };

export type OwnProfileInput = Pick<GivenProfile, OwnProfileField>;

type Shape<N extends ProfileName> = {
  readonly [K in N]: z.ZodOptional<z.ZodType<GivenProfile[K], GivenProfile[K]>>;
};

const shape = shapeOf(Object.keys(DESCRIBED_PROFILE) as ProfileName[]);

/**
 * OpenID Connect Core §2: a subject has at most 255 ASCII characters. Names that begin with `passgraph:` are kept for
 * clients that are part of the server.
 */
const subject = z
  .string()
  .refine(
    (text) => text.length <= MAX_SUBJECT_LENGTH && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text),
    `must be 1 to ${MAX_SUBJECT_LENGTH} visible ASCII characters, without a space at either end`,
  )
  .refine((text) => !text.startsWith('passgraph:'), 'must not begin with passgraph:');

export const createUserInput = z.object({
  ...shape,
  username: DESCRIBED_PROFILE.username.type.schema,
  groupIds: z
    .array(givenId)
    .max(MAX_GROUPS, `must have at most ${MAX_GROUPS} entries`)
    .transform(distinct)
    .nullish() as unknown as z.ZodOptional<z.ZodType<CreateUserInput['groupIds'], CreateUserInput['groupIds']>>,
  enrolmentLink: z.boolean().nullish(),
  subject: subject.nullish(),
});

export const updateUserInput = z.object({ ...shape, id: givenId });

/** The profile fields that users can change themselves, if the setting EDITABLE_PROFILE names them. */
export const ownProfileInput = z.object(shapeOf(OWN_PROFILE_FIELDS));

function shapeOf<N extends ProfileName>(names: readonly N[]): Shape<N> {
  const entries = names.map((name) => [name, DESCRIBED_PROFILE[name].type.schema.nullish()]);
  return Object.fromEntries(entries) as unknown as Shape<N>;
}
