import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { verifyAssertion } from '../credential/verify-assertion.js';
import type { VerifiedCredential } from '../credential/verify-credential.js';
import { check } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';

/**
 * Parses the trial, which is a first sign-in with the new passkey. It proves that the passkey is discoverable, as our
 * sign-in page requires. Our pages send a trial only if the browser does not report whether the passkey is discoverable
 * (credProps, WebAuthn Level 3 §10.1.3). Other programs may omit the trial.
 * @throws CeremonyError `invalid_credential` if the browser says that the passkey is not discoverable
 */
export function parseTrial(
  { clientExtensionResults: { credProps } }: RegistrationResponseJSON,
  trial: unknown,
): AuthenticationResponseJSON | undefined {
  if (trial !== undefined) return parseAuthenticationResponse(trial);
  check(credProps?.rk !== false, 'not discoverable');
  return undefined;
}

interface Trial {
  /**
   * The SHA-256 hash of the browser cookie. The challenge of the trial must have been issued to the browser with this
   * cookie.
   */
  readonly browserHash: string | undefined;
  readonly trial: AuthenticationResponseJSON;
}

/**
 * Verifies the trial like a sign-in (WebAuthn Level 3 §7.2). The browser found the passkey without its id, which proves
 * that the passkey is discoverable. If the trial fails, the passkey is not stored, and the link or recovery code is not
 * used up.
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
