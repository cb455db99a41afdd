import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { checkAuthenticatorData, parseAuthenticatorData } from '../credential/authenticator-data.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { check } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';

export interface RefusedAnswer {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string | undefined;
  /** The `AuthenticationResponseJSON` that was refused. */
  readonly response: unknown;
}

/**
 * Whether the passkey of a refused answer does not exist, so that the browser may stop offering it. A refusal does not
 * say why, so the page asks. Each question needs an unused challenge of this browser and consumes it.
 * https://www.w3.org/TR/webauthn-3/#sctn-signalUnknownCredential
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
    // A passkey that is not listed yet, or whose user is disabled, is known. The id has 100 random bits or more.
    return (await deps.store.passkeys.find(credential.id)) === undefined;
  } catch (error) {
    if (error instanceof CeremonyError) return false;
    throw error;
  }
}
