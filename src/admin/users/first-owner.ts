import type { Deps } from '../../model/deps.js';
import { createFirstOwnerCode } from '../../webauthn/enrolment/first-owner-link.js';
import { enrolmentUrl } from './enrolment-links.js';

/**
 * A link with which the first owner registers a passkey, within an hour; `undefined` once there is an owner. Each
 * start makes one: they are all good until one was used to its end.
 */
export async function createFirstOwnerLink(deps: Deps): Promise<string | undefined> {
  const code = await createFirstOwnerCode(deps);
  return code === undefined ? undefined : enrolmentUrl(deps, code);
}
