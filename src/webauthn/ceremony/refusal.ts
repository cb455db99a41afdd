import { CeremonyError } from '../../model/errors.js';

/** One answer for all: whoever tries a forged one learns nothing about the check that it failed. */
const REFUSAL = 'This passkey could not be verified. Please try again.';

/** `reason` goes to the log and the audit, and is a fixed text: nothing that was sent is in it. */
export function refusal(reason: string): CeremonyError {
  return new CeremonyError('invalid_credential', REFUSAL, { reason });
}

/** A step of a ceremony, as the specification words it: "Verify that …". */
export function verify(holds: boolean, reason: string): void {
  if (!holds) throw refusal(reason);
}

export function interactionExpired(): CeremonyError {
  return new CeremonyError(
    'interaction_expired',
    'This sign-in has expired. Please go back to the application and start again.',
  );
}

export function enrolmentInvalid(reason: string): CeremonyError {
  return new CeremonyError('enrolment_invalid', 'This link is not valid any more. Please ask for a new one.', {
    reason,
  });
}

export function registrationDisabled(): CeremonyError {
  return new CeremonyError('registration_disabled', 'This application does not let people register by themselves.', {
    status: 403,
  });
}

export function usernameTaken(): CeremonyError {
  return new CeremonyError('username_taken', 'This username is taken. Please choose another.', { status: 409 });
}

export function tooManyPasskeys(): CeremonyError {
  return new CeremonyError('too_many_passkeys', 'You have as many passkeys as an account can have. Remove one first.', {
    status: 409,
  });
}

/** One answer for all: whether there is such a user is nobody's business. */
export function recoveryInvalid(reason: string): CeremonyError {
  return new CeremonyError(
    'recovery_invalid',
    'This username and recovery code do not go together, or the code was used.',
    {
      reason,
    },
  );
}

export function tooManyRecoveries(): CeremonyError {
  return new CeremonyError('rate_limited', 'Too many attempts. Please wait a quarter of an hour, then try again.', {
    status: 429,
    limit: 'recovery',
  });
}
