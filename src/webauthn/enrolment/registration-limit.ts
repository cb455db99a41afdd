import { recordLimitExceeded } from '../../access/limit-event.js';
import { addressKey } from '../../audit/address-key.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';

/**
 * Counts a user who registers a new account at an application, for the limit of registrations from one IP address.
 * Passkeys that are registered with an administrator's link are not counted.
 *
 * @throws CeremonyError `rate_limited` if too many accounts were registered from the address
 */
export function countRegistration(deps: Deps, caller: Caller): Promise<void> {
  return takeRegistrations(deps, caller, 1);
}

/**
 * Throws if the limit of registrations from the caller's IP address is reached, before the authenticator stores a
 * passkey that the server would reject.
 *
 * @throws CeremonyError `rate_limited`
 */
export function checkRegistrations(deps: Deps, caller: Caller): Promise<void> {
  return takeRegistrations(deps, caller, 0);
}

async function takeRegistrations(deps: Deps, { ipAddress }: Caller, count: 0 | 1): Promise<void> {
  const key = addressKey(ipAddress);
  if (await deps.limits.take('registration', key, count)) return;
  await recordLimitExceeded(deps, 'registrations', key, { ipAddress });
  throw new CeremonyError(
    'rate_limited',
    'Too many accounts were registered from your network. Wait one hour, then try again.',
    { status: 429, limit: 'registration' },
  );
}
