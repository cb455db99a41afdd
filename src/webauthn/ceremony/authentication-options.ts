import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { findInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import { CEREMONY_TIMEOUT, makeChallenge } from './make-challenge.js';
import { interactionExpired } from './refusal.js';

/** Seconds. As long as an interaction: a sign-in page that offers passkeys by autofill stands open for a while. */
const LIFETIME = 1800;

export interface AuthenticationBeginning {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
}

/**
 * What a browser needs to sign somebody in with any passkey of theirs.
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
  const challenge = await makeChallenge(deps, { ceremony: 'authentication', browserHash, interactionId }, LIFETIME);
  return {
    challenge,
    rpId: deps.config.rpId,
    allowCredentials: [],
    userVerification: 'required',
    timeout: CEREMONY_TIMEOUT,
  };
}
