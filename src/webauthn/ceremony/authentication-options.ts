import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { findInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import { interactionExpired } from './ceremony-errors.js';
import { CEREMONY_TIMEOUT_MS, createChallenge } from './create-challenge.js';

/** As long as an interaction: a page that offers passkeys by autofill may stay open for a while. */
const CHALLENGE_LIFETIME_SECONDS = 1800;

export interface AuthenticationBeginning {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
}

/**
 * Options with which the browser asks for any passkey of this server.
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
  };
}
