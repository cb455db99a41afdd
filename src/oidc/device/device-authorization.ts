/*
 * This folder owns the device grant (RFC 8628). At the device authorization endpoint (this file), the device requests a
 * user code and a device code. The user enters the user code in a browser (`device-flow.ts`), and the device exchanges
 * the device code for tokens (`device-code-grant.ts`). This folder must not know how users sign in or consent;
 * `access/interaction` handles that.
 */
import { knownScopes } from '../../access/claims/known-scopes.js';
import { recordingRefusal } from '../../audit/refused-request.js';
import { handleText, newSecret, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { secondsAfter } from '../../model/time.js';
import { checkAuthorizationRequest } from '../authorization/authorization-checks.js';
import { parseAuthorizationRequest } from '../authorization/parsed-request.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import type { Target } from '../protocol/resource-indicators.js';
import { makeUserCode, toDisplayedUserCode, userCodeDigest } from './user-code.js';

/** The path of the page where users enter the user code. */
export const DEVICE_PAGE = '/device';

/**
 * The lifetime of the user code and the device code. Within this time, the user must enter the user code and allow or
 * deny the request.
 */
const LIFETIME_SECONDS = 600;
/** RFC 8628 §3.2: the time that a device must wait between two token requests. */
const INTERVAL_SECONDS = 5;

/**
 * A device authorization request is never signed or pushed, and repeated parameters were rejected before the checks.
 */
const ARRIVAL = { signed: false, pushed: false, duplicates: [] };

/**
 * The device authorization endpoint, for devices without a browser or keyboard. It returns a device code for the
 * device, and a user code that the user enters in a browser on another device.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.1 | RFC 8628 §3.1, §3.2}
 *
 * @throws OAuthError if the client is not authenticated or a check fails
 */
export async function authorizeDevice(deps: Deps, issuer: Issuer, input: ClientFormInput): Promise<JsonAnswer> {
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, {
    endpoint: 'deviceAuthorization',
    single: ['scope'] as const,
    repeatable: ['resource', 'audience'] as const,
  });
  const { client } = authenticated;
  const { scope, resource, audience } = form;
  const parameters = {
    ...(scope !== undefined && { scope }),
    ...(resource !== undefined && { resource }),
    ...(audience !== undefined && { audience }),
  };
  const facts = { kind: 'AUTHORIZATION', client, caller: input.caller } as const;
  const parsed = await recordingRefusal(deps, facts, async () => {
    const request = parseAuthorizationRequest(client, await knownScopes(deps), parameters);
    checkAuthorizationRequest({ config: deps.config, client, parsed: request, arrival: ARRIVAL }, 'device');
    return request;
  });
  const { userCode, deviceCode } = await storeDevice(deps, issuer, client, parsed.target);
  const verification_uri = deps.config.issuer + DEVICE_PAGE;
  const user_code = toDisplayedUserCode(userCode);
  return {
    body: {
      device_code: deviceCode,
      user_code,
      expires_in: LIFETIME_SECONDS,
      interval: INTERVAL_SECONDS,
      verification_uri,
      verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
    },
    headers: NO_STORE,
  };
}

/**
 * Stores the device's request under a random user code. If this user code is already in use, tries another user code.
 */
async function storeDevice(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  target: Target,
): Promise<{ userCode: string; deviceCode: string }> {
  const userCode = makeUserCode(deps.random);
  const [id, secret] = [userCodeDigest(userCode), newSecret(deps.random)];
  const now = deps.clock.now();
  const stored = await deps.store.deviceAuthorizations.insert({
    id,
    secretHash: sha256(secret),
    ...target,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    clientGrantEpoch: client.grantEpoch,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME_SECONDS),
    interval: INTERVAL_SECONDS,
  });
  return stored ? { userCode, deviceCode: handleText({ id, secret }) } : storeDevice(deps, issuer, client, target);
}
