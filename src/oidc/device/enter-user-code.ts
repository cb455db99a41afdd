import type { BrowserAnswer, KnownBrowser } from '../../access/interaction/browser-answer.js';
import { beginInteraction, continuePath } from '../../access/interaction/interaction.js';
import { addressKey } from '../../audit/address-key.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import type { DeviceAuthorization } from '../../model/tokens/device-authorization.js';
import { isUndecided, type WaitingDevice } from './device-flow.js';
import { normalizeUserCode, userCodeDigest } from './user-code.js';

/**
 * Starts an interaction for the device that shows the entered user code. In it, the user signs in and allows or denies
 * the device's request. Returns `undefined` if no waiting device has this user code.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.3 | RFC 8628 §3.3}
 *
 * @throws CeremonyError `rate_limited` after too many attempts, because user codes are short (RFC 8628 §5.1)
 */
export async function enterUserCode(
  deps: Deps,
  typed: string,
  browser: KnownBrowser,
): Promise<BrowserAnswer | undefined> {
  if (!(await deps.limits.take('deviceCode', addressKey(browser.caller.ipAddress)))) {
    throw new CeremonyError('rate_limited', 'Too many codes were entered. Wait a few minutes, then try again.', {
      status: 429,
    });
  }
  const code = normalizeUserCode(typed);
  const device = code === undefined ? undefined : await deps.store.deviceAuthorizations.find(userCodeDigest(code));
  if (code === undefined || device === undefined || !isUndecided(deps, device)) return undefined;
  const owner = await findOwner(deps, device);
  if (owner === undefined) return undefined;
  const request: WaitingDevice = { deviceId: device.id, userCode: code };
  const interaction = await beginInteraction(deps, owner, { kind: 'device', request }, browser);
  return { kind: 'interaction', location: continuePath(interaction) };
}

/** Returns the device's client and issuer, or `undefined` if one of them was deleted, re-created or disabled. */
async function findOwner(
  deps: Deps,
  device: DeviceAuthorization,
): Promise<{ readonly client: Client; readonly issuer: Issuer } | undefined> {
  const [client, issuer] = await Promise.all([
    deps.store.clients.find(device.clientId),
    deps.store.issuers.find(device.issuerId),
  ]);
  if (client?.enabled !== true || !isSameGeneration(client.generation, device.clientGeneration)) return undefined;
  if (issuer === undefined || !isSameGeneration(issuer.generation, device.issuerGeneration)) return undefined;
  return { client, issuer };
}
