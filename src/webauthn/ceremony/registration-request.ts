import { z } from 'zod';
import { CeremonyError } from '../../model/errors.js';
import { isUsername } from '../../model/people/user.js';

const people = { username: z.string().optional(), name: z.string().optional() };

const none = z.undefined().optional();

/** With the code of a link; what they are called is asked only of the first owner. */
const byEnrolment = z
  .object({ ...people, enrolment: z.string().max(256) })
  .transform((request) => ({ by: 'enrolment' as const, ...request }));

/** A new user of the client that the interaction is of. */
const byClient = z
  .object({ ...people, interaction: z.string().max(256), username: z.string(), recoveryCode: none })
  .transform((request) => ({ by: 'client' as const, ...request }));

/** With a recovery code, perhaps on the way to a client. */
const byRecovery = z
  .object({
    username: z.string().max(256),
    recoveryCode: z.string().max(256),
    interaction: z.string().max(256).optional(),
    enrolment: none,
  })
  .transform((request) => ({ by: 'recovery' as const, ...request }));

const bySession = z
  .object({ enrolment: none, interaction: none, recoveryCode: none })
  .transform(() => ({ by: 'session' as const }));

const request = z.union([byEnrolment, byRecovery, byClient, bySession]);

export type RegistrationRequest = z.infer<typeof request>;
export type EnrolmentRequest = z.infer<typeof byEnrolment>;
export type RecoveryRequest = z.infer<typeof byRecovery>;
export type ClientRegistrationRequest = z.infer<typeof byClient>;

export function readRegistrationRequest(body: unknown): RegistrationRequest {
  const parsed = request.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CeremonyError(
    'invalid_request',
    'Send {enrolment}, or {username, interaction}, or {username, recoveryCode}, or, signed in, {}; all members are texts.',
  );
}

/** @throws CeremonyError `username_invalid` */
export function readUsername(username: string): string {
  const trimmed = username.trim().normalize('NFC');
  if (isUsername(trimmed)) return trimmed;
  throw new CeremonyError(
    'username_invalid',
    'A username has 1 to 64 letters of one alphabet, digits, or . _ - @ +, and begins with a letter or digit.',
  );
}

/** Characters that a name can do without: controls, and what turns the direction of the text around it. */
const UNSPEAKABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

/** What people see, in one line of so many characters at most; `undefined` where nothing is left of it. */
export function readName(name: string | undefined, atMost: number): string | undefined {
  const readable = name?.normalize('NFC').replace(UNSPEAKABLE, ' ').trim() ?? '';
  return readable === '' ? undefined : [...readable].slice(0, atMost).join('').trim();
}
