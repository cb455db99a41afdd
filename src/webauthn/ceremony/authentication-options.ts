import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { findInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import { interactionExpired } from './ceremony-errors.js';
import { authenticatorHints, CEREMONY_TIMEOUT_MS, createChallenge } from './create-challenge.js';

/**
 * How long a sign-in challenge is valid: 30 minutes, as long as a sign-in at an application may take. A sign-in page
 * that suggests passkeys by autofill may stay open for 30 minutes before the user chooses a passkey.
 */
const CHALLENGE_LIFETIME_SECONDS = 1800;

export interface AuthenticationBeginning {
  /** The SHA-256 hash of the browser cookie. The challenge is valid only in the browser that has this cookie. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
}

/**
 * Creates the options with which the browser asks the user for a passkey. The options list no passkeys, so the user can
 * choose any passkey for this server.
 * https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson
 *
 * @throws CeremonyError `interaction_expired`
 */
export async function authenticationOptions(
  deps: Deps,
  { browserHash, interactionId }: AuthenticationBeginning,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (interactionId !== undefined && (await findInteraction(deps, interactionId, browserHash)) === undefined) {
    throw interactionExpired();
  }
  const bound = { ceremony: 'authentication', browserHash, interactionId } as const;
  return {
    challenge: await createChallenge(deps, bound, CHALLENGE_LIFETIME_SECONDS),
    rpId: deps.config.rpId,
    allowCredentials: [],
    userVerification: 'required',
    timeout: CEREMONY_TIMEOUT_MS,
    hints: [...authenticatorHints(deps.config)],
  };
}
