import { knownScopes } from '../../access/claims/known-scopes.js';
import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, readHandle, sha256 } from '../../keys/secrets.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { DeviceAuthorization } from '../../model/tokens/device-authorization.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { redeemGrant } from '../grants/redeem-grant.js';
import type { GrantHandler, TokenParameters } from '../grants/token-request.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { narrowTarget, targetOfUser } from '../protocol/resource-indicators.js';

/**
 * If a device sends its token requests too often, each early request increases the polling interval by this many
 * seconds.
 */
const SLOW_DOWN_SECONDS = 5;
/**
 * The server accepts a token request this many seconds before the polling interval has passed, because timers and
 * networks are not exact.
 */
const EARLY_SECONDS = 0.5;

/**
 * Exchanges a device code for tokens after the user has allowed the request. Each device code can be exchanged once.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.4 | RFC 8628 §3.4, §3.5}
 */
export const deviceCodeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const device = await getDevice(deps, issuer, authenticated, parameters);
  if (hasPassed(device.expiresAt, deps.clock.now())) {
    throw new OAuthError('expired_token', 'The device code has expired. Send a new device authorization request.');
  }
  const live = await findDecidedGrant(deps, device);
  if (live === undefined) {
    const error = await recordPoll(deps, device);
    throw error;
  }
  const known = await knownScopes(deps);
  const granted = targetOfUser(live.client, known, live.roles, live.grant);
  const target = narrowTarget(live.client, known, granted, parameters);
  const codeHash = device.secretHash;
  const answer = await redeemGrant(deps, { issuer, authenticated, live, codeHash, target, dpopKey });
  if (answer === undefined)
    throw invalidGrant('The device code was used before. Send a new device authorization request.');
  return answer;
};

/**
 * Returns the device's grant if the user has allowed the request, or `undefined` while the user has not decided.
 *
 * @throws OAuthError if the user denied the request or the grant was revoked
 */
async function findDecidedGrant(
  deps: Deps,
  { decision, grantId }: DeviceAuthorization,
): Promise<LiveGrant | undefined> {
  if (decision === undefined) return undefined;
  if (decision === 'denied' || grantId === undefined) {
    throw new OAuthError('access_denied', 'The user denied the request, or has no access to this client.');
  }
  const records = await deps.store.readLive({ grantId });
  const live = records && liveGrant(records, deps.clock.now());
  if (live === undefined)
    throw invalidGrant('The grant behind this device code has been revoked. Send a new device authorization request.');
  return live;
}

/**
 * Finds the device authorization for a device code. A device code is valid only for the client and the issuer for which
 * the server issued it.
 */
async function getDevice(
  deps: Deps,
  issuer: Issuer,
  { client }: AuthenticatedClient,
  { device_code }: TokenParameters,
): Promise<DeviceAuthorization> {
  if (device_code === undefined) throw new OAuthError('invalid_request', 'The device_code parameter is missing.');
  const handle = readHandle(device_code);
  const device = handle === undefined ? undefined : await deps.store.deviceAuthorizations.find(handle.id);
  const isKnown =
    handle !== undefined &&
    device !== undefined &&
    isOfIssuer(device, issuer) &&
    equalInConstantTime(device.secretHash, sha256(handle.secret));
  if (!isKnown) throw invalidGrant('The device code is unknown.');
  if (device.clientId !== client.id || !isSameGeneration(device.clientGeneration, client.generation)) {
    throw invalidGrant('The device code was issued to another client.');
  }
  return device;
}

/**
 * Records a token request for which no tokens can be issued yet, and returns the error for the device. RFC 8628 §3.5:
 * after a `slow_down` error, the device must wait 5 seconds longer between requests.
 */
async function recordPoll(deps: Deps, { id, interval, lastPolledAt }: DeviceAuthorization): Promise<OAuthError> {
  const now = deps.clock.now();
  const isTooSoon = lastPolledAt !== undefined && !hasPassed(secondsAfter(lastPolledAt, interval - EARLY_SECONDS), now);
  const nextInterval = isTooSoon ? interval + SLOW_DOWN_SECONDS : interval;
  await deps.store.deviceAuthorizations.poll(id, { interval: nextInterval, lastPolledAt: now });
  return isTooSoon
    ? new OAuthError('slow_down', `The device polls too often. Wait ${nextInterval} seconds between requests.`)
    : new OAuthError(
        'authorization_pending',
        'The user has neither approved nor denied the request yet. Send the token request again after the polling interval.',
      );
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
