import { knownScopes } from '../../access/claims.js';
import { liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, parseHandle, sha256 } from '../../keys/secrets.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { DeviceAuthorization } from '../../model/tokens/device-authorization.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { redeemGrant } from '../grants/redeem-grant.js';
import type { GrantHandler, TokenParameters } from '../grants/token-request.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { narrowTarget } from '../protocol/resource-indicators.js';

/** Seconds by which a device that asks too often waits longer, from then on. */
const SLOWER = 5;

/**
 * A device asks whether its user has allowed it; if so, it gets its tokens, once.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.4 | RFC 8628 §3.4, §3.5}
 */
export const deviceCodeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const device = await deviceOf(deps, issuer, authenticated, parameters);
  if (hasPassed(device.expiresAt, deps.clock.now()))
    throw new OAuthError('expired_token', 'The device code has expired.');
  if (device.decision === undefined) throw await pending(deps, device);
  if (device.decision === 'denied' || device.grantId === undefined) {
    throw new OAuthError('access_denied', 'The user was not let in, or declined.');
  }
  const records = await deps.store.readLive({ grantId: device.grantId });
  // The answer is written before the grant that it names: the device has only to ask again.
  if (records?.grant === undefined) throw await pending(deps, device);
  const live = liveGrant(records, deps.clock.now());
  if (live === undefined) throw refused('What the device code stood on was ended.');
  const target = narrowTarget(live.client, await knownScopes(deps), live.grant, parameters);
  const codeHash = device.secretHash;
  const answer = await redeemGrant(deps, { issuer, authenticated, live, codeHash, target, dpopKey });
  if (answer === undefined) throw refused('The device code was used before.');
  return answer;
};

/** The device code is verified as if it were a code: it is the client's own, at this issuer. */
async function deviceOf(
  deps: Deps,
  issuer: Issuer,
  { client }: AuthenticatedClient,
  { device_code }: TokenParameters,
): Promise<DeviceAuthorization> {
  if (device_code === undefined) throw new OAuthError('invalid_request', 'device_code is missing.');
  const handle = parseHandle(device_code);
  const device = handle === undefined ? undefined : await deps.store.deviceAuthorizations.find(handle.id);
  if (handle === undefined || device === undefined || !isOfIssuer(device, issuer)) throw noSuchCode();
  if (!equalInConstantTime(device.secretHash, sha256(handle.secret))) throw noSuchCode();
  if (device.clientId !== client.id || device.clientGeneration !== client.generation) {
    throw refused('The device code was issued to another client.');
  }
  return device;
}

/** §3.5: a device that asks too often MUST wait 5 seconds longer, from then on. */
async function pending(deps: Deps, { id, interval, lastPolledAt }: DeviceAuthorization): Promise<OAuthError> {
  const now = deps.clock.now();
  const tooSoon = lastPolledAt !== undefined && !hasPassed(secondsAfter(lastPolledAt, interval), now);
  await deps.store.deviceAuthorizations.poll(id, {
    interval: tooSoon ? interval + SLOWER : interval,
    lastPolledAt: now,
  });
  return tooSoon
    ? new OAuthError('slow_down', `The device asks too often: wait ${interval + SLOWER} seconds.`)
    : new OAuthError('authorization_pending', 'The user has not answered yet.');
}

function noSuchCode(): OAuthError {
  return refused('There is no such device code.');
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
