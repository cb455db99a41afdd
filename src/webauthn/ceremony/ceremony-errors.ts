import { CeremonyError } from '../../model/errors.js';

/**
 * The same answer for every failed check, so that an attacker does not learn which one failed. `reason` goes to the log
 * and the audit log. It is a fixed text: it never contains input.
 */
export function invalidCredential(reason: string): CeremonyError {
  return new CeremonyError('invalid_credential', 'The passkey could not be verified. Please try again.', { reason });
}

/** A step of a ceremony that the specification words as "Verify that …". */
export function check(holds: boolean, reason: string): void {
  if (!holds) throw invalidCredential(reason);
}

export function interactionExpired(): CeremonyError {
  return new CeremonyError(
    'interaction_expired',
    'This sign-in has expired. Go back to the application and start again.',
  );
}

export function enrolmentInvalid(reason: string): CeremonyError {
  return new CeremonyError(
    'enrolment_invalid',
    'This enrolment link is no longer valid. Ask the person who sent the link for a new one.',
    { reason },
  );
}

export function registrationDisabled(): CeremonyError {
  return new CeremonyError('registration_disabled', 'This application does not allow registration.', { status: 403 });
}

export function usernameTaken(): CeremonyError {
  return new CeremonyError('username_taken', 'This username is taken. Choose another one.', { status: 409 });
}

export function tooManyPasskeys(): CeremonyError {
  return new CeremonyError(
    'too_many_passkeys',
    'This account has the maximum number of passkeys. Remove one first, then add this one.',
    { status: 409 },
  );
}

/** The same answer for an unknown user and for a wrong code, so that it does not reveal who has an account. */
export function recoveryInvalid(reason: string): CeremonyError {
  return new CeremonyError(
    'recovery_invalid',
    'The username and the recovery code do not match, or the code has already been used.',
    { reason },
  );
}

export function tooManyRecoveries(): CeremonyError {
  return new CeremonyError('rate_limited', 'Too many attempts. Wait 15 minutes, then try again.', {
    status: 429,
    limit: 'recovery',
  });
}
