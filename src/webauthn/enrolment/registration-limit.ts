import { recordLimitExceeded } from '../../access/limit-event.js';
import { addressKey } from '../../audit/address-key.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';

/**
 * Counts an account that is about to be registered at an application. An invitation is not counted: an administrator
 * made it.
 *
 * @throws CeremonyError `rate_limited` if too many accounts were registered from the address
 */
export function countRegistration(deps: Deps, caller: Caller): Promise<void> {
  return takeRegistrations(deps, caller, 1);
}

/**
 * Rejects a registration that would be rejected in the end, before the authenticator stores a passkey for it.
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
