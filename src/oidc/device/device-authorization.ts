import { knownScopes } from '../../access/claims.js';
import { handleText, newSecret, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import { parseTarget, type Target } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';
import { newUserCode, shownUserCode, userCodeDigest } from './user-code.js';

export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Where people enter the code: at the server itself. */
export const DEVICE_PAGE = '/device';

/** Seconds: how long people may take, and how long the device waits between two questions. */
const LIFETIME = 600;
const INTERVAL = 5;

/**
 * A device that has no browser, or no keyboard, gets a code for its user to enter elsewhere.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.1 | RFC 8628 §3.1, §3.2}
 *
 * @throws OAuthError
 */
export async function authorizeDevice(deps: Deps, issuer: Issuer, input: ClientFormInput): Promise<JsonAnswer> {
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, {
    endpoint: 'deviceAuthorization',
    single: ['scope'] as const,
    repeatable: ['resource', 'audience'] as const,
  });
  const { client } = authenticated;
  if (!client.grant_types.includes(DEVICE_CODE_GRANT)) {
    throw new OAuthError('unauthorized_client', 'The client may not use the device grant.');
  }
  // Such a request cannot be signed.
  if (deps.config.requireSignedRequestObject || client.require_signed_request_object) {
    throw new OAuthError('unauthorized_client', 'Only signed requests are taken.');
  }
  const known = await knownScopes(deps);
  const target = parseTarget(client, known, grantedScopes(client, known, form.scope), form);
  const { userCode, deviceCode } = await keepDevice(deps, issuer, client, target);
  const verification_uri = deps.config.issuer + DEVICE_PAGE;
  const user_code = shownUserCode(userCode);
  return {
    body: {
      device_code: deviceCode,
      user_code,
      expires_in: LIFETIME,
      interval: INTERVAL,
      verification_uri,
      verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
    },
    headers: NO_STORE,
  };
}

/** Tried again with another code where the first is taken. */
async function keepDevice(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  target: Target,
): Promise<{ userCode: string; deviceCode: string }> {
  const userCode = newUserCode(deps.random);
  const [id, secret] = [userCodeDigest(userCode), newSecret(deps.random)];
  const now = deps.clock.now();
  const kept = await deps.store.deviceAuthorizations.insert({
    id,
    secretHash: sha256(secret),
    ...target,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    clientGrantEpoch: client.grantEpoch,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME),
    interval: INTERVAL,
  });
  return kept ? { userCode, deviceCode: handleText({ id, secret }) } : keepDevice(deps, issuer, client, target);
}
