import { z } from 'zod';
import { isEmailAddress } from '../../mail/email-address.js';
import { CeremonyError } from '../../model/errors.js';
import { MAX_TYPED_USERNAME_LENGTH } from '../../model/key-length.js';
import { isUsername } from '../../model/people/user.js';

const people = { username: z.string().optional(), name: z.string().optional() };

const email = z.string().max(1024).optional();

const absent = z.undefined().optional();

/** A registration with an enrolment link. `username` and `name` are used only for the first owner. */
const byEnrolment = z
  .object({ ...people, enrolment: z.string().max(256) })
  .transform((request) => ({ by: 'enrolment' as const, ...request }));

/**
 * A registration of a new user. `interaction` identifies the sign-in at the client. The client must allow registration.
 */
const byClient = z
  .object({ ...people, email, interaction: z.string().max(256), username: z.string(), recoveryCode: absent })
  .transform((request) => ({ by: 'client' as const, ...request }));

/** A registration with an invitation. The new user chooses a username. */
const byInvitation = z
  .object({
    ...people,
    email,
    invitation: z.string().max(256),
    username: z.string(),
    enrolment: absent,
    interaction: absent,
  })
  .transform((request) => ({ by: 'invitation' as const, ...request }));

/** A registration on another device of a signed-in user, with the code of the link that the user made. */
const byDevice = z
  .object({
    device: z.string().max(256),
    enrolment: absent,
    interaction: absent,
    invitation: absent,
    recoveryCode: absent,
  })
  .transform(({ device }) => ({ by: 'device' as const, device }));

/** A registration with a recovery code. `interaction` is set if the user was signing in to an application. */
const byRecovery = z
  .object({
    username: z.string().max(256),
    recoveryCode: z.string().max(256),
    interaction: z.string().max(256).optional(),
    enrolment: absent,
  })
  .transform((request) => ({ by: 'recovery' as const, ...request }));

/**
 * A registration of a signed-in user. `account` is the username that the account page shows. If another user has signed
 * in since the page was opened, the usernames differ and the request is rejected.
 */
const bySession = z
  .object({
    enrolment: absent,
    interaction: absent,
    invitation: absent,
    device: absent,
    recoveryCode: absent,
    account: z.string().max(256).optional(),
  })
  .transform(({ account }) => ({ by: 'session' as const, account }));

const request = z.union([byEnrolment, byInvitation, byDevice, byRecovery, byClient, bySession]);

export type RegistrationRequest = z.infer<typeof request>;
export type EnrolmentRequest = z.infer<typeof byEnrolment>;
export type RecoveryRequest = z.infer<typeof byRecovery>;
export type ClientRegistrationRequest = z.infer<typeof byClient>;
export type InvitationRequest = z.infer<typeof byInvitation>;
export type SessionRequest = z.infer<typeof bySession>;

export function parseRegistrationRequest(body: unknown): RegistrationRequest {
  const parsed = request.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CeremonyError(
    'invalid_request',
    'The request body must be a JSON object with the string member enrolment or device, or the members username and interaction, or username and invitation, or username and recoveryCode. For a signed-in user, send {}.',
  );
}

/**
 * Trims and normalizes a username that a user typed, and checks its characters and length.
 *
 * @throws CeremonyError `username_invalid`
 */
export function parseUsername(username: string): string {
  const trimmed = username.length > MAX_TYPED_USERNAME_LENGTH ? '' : username.trim().normalize('NFC');
  if (isUsername(trimmed)) return trimmed;
  throw new CeremonyError(
    'username_invalid',
    'A username must have 1 to 64 letters of one alphabet, digits, or . _ - @ +, and must begin with a letter or digit.',
  );
}

/**
 * Checks an e-mail address that a new user typed.
 *
 * @throws CeremonyError `email_invalid`
 */
export function parseEmail(email: string | undefined): string {
  const trimmed = email?.trim() ?? '';
  if (isEmailAddress(trimmed)) return trimmed;
  throw new CeremonyError('email_invalid', 'Enter a valid e-mail address.');
}

/**
 * Control characters, and characters that change the writing direction. With them, a name could look like a different
 * text.
 */
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Makes a name safe to show: replaces unsafe characters by spaces and keeps at most `maxLength` characters. Returns
 * `undefined` if no text is left.
 */
export function cleanName(name: string | undefined, maxLength: number): string | undefined {
  const readable = name?.normalize('NFC').replace(UNSAFE_CHARACTERS, ' ').trim() ?? '';
  return readable === '' ? undefined : [...readable].slice(0, maxLength).join('').trim();
}
