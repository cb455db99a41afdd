import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { readAuthenticatorData, verifyAuthenticatorData } from '../credential/authenticator-data.js';
import { readClientData, verifyPlace } from '../credential/client-data.js';
import { readAuthenticationResponse } from '../credential/credential-json.js';
import { verify } from './refusal.js';
import { takeChallenge } from './take-challenge.js';

export interface RefusedAnswer {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string | undefined;
  /** The `AuthenticationResponseJSON` that was refused, as it came. */
  readonly response: unknown;
}

/**
 * Whether the passkey of an answer that was refused is one that nobody has here any more, so that the page may have the
 * browser forget it.
 * https://www.w3.org/TR/webauthn-3/#sctn-signalUnknownCredential
 *
 * The refusal does not say so: it is the same for every forgery, and a page that signalled at each would have good
 * passkeys deleted for a challenge that expired. So the page asks, in its own ceremony: the answer must fit a challenge
 * that was made for this browser and not taken yet, which it is now. A refusal that came later than at the credential
 * has taken it, and is told no; each question costs a challenge. What is told is no oracle: it is about an id of at
 * least 100 random bits, which only its authenticator and its user's own pages have, and leads to no name.
 * A passkey of somebody disabled, and one that is not listed yet, are known.
 */
export async function isUnknownCredential(deps: Deps, { browserHash, response }: RefusedAnswer): Promise<boolean> {
  try {
    const credential = readAuthenticationResponse(response);
    const data = readClientData(credential.response.clientDataJSON);
    verify(data.type === 'webauthn.get', 'type');
    await takeChallenge(deps, 'authentication', data.challenge, browserHash);
    verifyPlace(data, deps.config);
    const bytes = Buffer.from(credential.response.authenticatorData, 'base64url');
    verifyAuthenticatorData(await readAuthenticatorData(bytes), deps.config);
    return (await deps.store.passkeys.find(credential.id)) === undefined;
  } catch (error) {
    if (error instanceof CeremonyError) return false;
    throw error;
  }
}
