import { CeremonyError } from '../../model/errors.js';

/**
 * The error for every failed check of a passkey. Its message is always the same, so that an attacker does not learn
 * which check failed. `reason` appears only in logs. It must be a fixed text, so that no input from
 * the request gets into the logs.
 */
export function invalidCredential(reason: string): CeremonyError {
  return new CeremonyError('invalid_credential', 'The passkey could not be verified. Please try again.', { reason });
}

/**
 * Throws `invalid_credential` if `holds` is `false`. Used for steps that the WebAuthn specification words as "Verify
 * that …".
 */
export function check(holds: boolean, reason: string): void {
  if (!holds) throw invalidCredential(reason);
}

/**
 * The error for a request without the browser cookie. The page on which the ceremony began has set this cookie, so the
 * browser must have blocked it.
 */
export function cookiesBlocked(): CeremonyError {
  return new CeremonyError(
    'cookies_blocked',
    'The browser sent no cookie. Allow cookies for this site, then try again.',
    {
      reason: 'no cookie',
    },
  );
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
  return new CeremonyError(
    'registration_disabled',
    'This application does not allow users to register. Ask an administrator for an account.',
    { status: 403 },
  );
}

export function usernameTaken(): CeremonyError {
  return new CeremonyError('username_taken', 'This username is taken. Choose another username.', { status: 409 });
}

/** The error for a new visitor who chooses an official username, or one that another user had before. */
export function usernameReserved(): CeremonyError {
  return new CeremonyError(
    'username_taken',
    'This username cannot be registered: it is reserved, or another user had it before. Choose another username.',
    { status: 409 },
  );
}

/**
 * The error for a user who adds a passkey to an account while the browser is signed in to another account. Without this
 * error, a user who opens another person's link could add a passkey to that person's account.
 */
export function signedInAsAnother(): CeremonyError {
  return new CeremonyError(
    'signed_in_as_another',
    'This browser is signed in as another user. Reload the page, then choose which account to use.',
    { status: 409 },
  );
}

/** The error for a user whose passkey is right, but whose account an administrator has not approved yet. */
export function approvalPending(): CeremonyError {
  return new CeremonyError(
    'approval_pending',
    'This account waits for approval. Sign in again when an administrator has approved it.',
    { status: 403 },
  );
}

export function tooManyPasskeys(): CeremonyError {
  return new CeremonyError(
    'too_many_passkeys',
    'This account has the maximum number of passkeys. Remove a passkey, then add the new passkey.',
    { status: 409 },
  );
}

/**
 * The error for a failed recovery. An unknown username and a wrong code cause the same error, so that an attacker does
 * not learn who has an account.
 */
export function recoveryInvalid(reason: string): CeremonyError {
  return new CeremonyError(
    'recovery_invalid',
    'The username and the recovery code do not match, or the code has already been used. Check the username and the code, or use another recovery code.',
    { reason },
  );
}

export function tooManyRecoveries(): CeremonyError {
  return new CeremonyError('rate_limited', 'Too many attempts. Wait 15 minutes, then try again.', {
    status: 429,
    limit: 'recovery',
  });
}
