import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { verifyAssertion } from '../credential/verify-assertion.js';
import type { VerifiedCredential } from '../credential/verify-credential.js';
import { check } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';

/**
 * Returns the trial: a first sign-in with the new passkey. It is needed if the browser does not say that the passkey is
 * discoverable (credProps, WebAuthn Level 3 §10.1.3), because only a discoverable passkey can sign in. Firefox on
 * Android creates other ones, and a user who has used up a link for such a passkey is locked out.
 *
 * @throws CeremonyError `trial_required`
 */
export function parseTrial(
  { clientExtensionResults: { credProps } }: RegistrationResponseJSON,
  trial: unknown,
): AuthenticationResponseJSON | undefined {
  if (credProps?.rk === true) return undefined;
  if (trial !== undefined) return parseAuthenticationResponse(trial);
  throw new CeremonyError(
    'trial_required',
    'The browser does not say whether this passkey can be used to sign in. Sign in with it once, then register it.',
    { status: 409 },
  );
}

interface Trial {
  /** SHA-256 of the browser cookie. The challenge of the trial must have been issued to this browser. */
  readonly browserHash: string | undefined;
  readonly trial: AuthenticationResponseJSON;
}

/**
 * Verifies the trial like a sign-in (WebAuthn Level 3 §7.2). The browser found the passkey without its id, so it is
 * discoverable. Nothing has been stored or used up yet, except for the two challenges.
 */
export async function verifyTrial(
  deps: Deps,
  { browserHash, trial }: Trial,
  verified: VerifiedCredential,
  userHandle: string | undefined,
): Promise<void> {
  const data = parseClientData(trial.response.clientDataJSON);
  check(data.type === 'webauthn.get', 'type');
  await consumeChallenge(deps, 'authentication', data.challenge, browserHash);
  checkClientData(data, deps.config);
  check(trial.id === verified.id, 'trial with another passkey');
  check(userHandle !== undefined && trial.response.userHandle === userHandle, 'user handle');
  const use = await verifyAssertion(deps, trial, data, verified);
  check(use.backupEligible === verified.backupEligible, 'backup eligibility changed');
}
