import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { checkAuthenticatorData, parseAuthenticatorData } from '../credential/authenticator-data.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { check } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';

export interface RefusedAnswer {
  /** The SHA-256 hash of the browser cookie. The challenge must have been issued to the browser with this cookie. */
  readonly browserHash: string | undefined;
  /** The `AuthenticationResponseJSON` of the sign-in that the server refused. */
  readonly response: unknown;
}

/**
 * Whether a refused sign-in used a passkey that the server does not know. If it did, the browser can stop offering this
 * passkey. The page asks this after the error `invalid_credential`, which does not give the reason. Each call consumes
 * a challenge. https://www.w3.org/TR/webauthn-3/#sctn-signalUnknownCredential
 */
export async function isUnknownCredential(deps: Deps, { browserHash, response }: RefusedAnswer): Promise<boolean> {
  try {
    const credential = parseAuthenticationResponse(response);
    const data = parseClientData(credential.response.clientDataJSON);
    check(data.type === 'webauthn.get', 'type');
    await consumeChallenge(deps, 'authentication', data.challenge, browserHash);
    checkClientData(data, deps.config);
    const bytes = Buffer.from(credential.response.authenticatorData, 'base64url');
    checkAuthenticatorData(await parseAuthenticatorData(bytes), deps.config);
    // A stored passkey counts as known, even if its user's list does not contain it yet or its user is disabled. An
    // attacker cannot use the answer to guess credential ids, because an id has at least 100 random bits.
    return (await deps.store.passkeys.find(credential.id)) === undefined;
  } catch (error) {
    if (error instanceof CeremonyError) return false;
    throw error;
  }
}
