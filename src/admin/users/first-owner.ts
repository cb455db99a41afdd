import type { Deps } from '../../model/deps.js';
import { createFirstOwnerCode } from '../../webauthn/enrolment/first-owner-link.js';
import { enrolmentUrl } from './enrolment-links.js';

/**
 * Creates a link with which the first owner registers a passkey within an hour. Returns `undefined` if there is an
 * owner already. Each start of the server creates a link, and earlier links stay valid until there is an owner.
 */
export async function createFirstOwnerLink(deps: Deps): Promise<string | undefined> {
  const code = await createFirstOwnerCode(deps);
  return code === undefined ? undefined : enrolmentUrl(deps, code);
}
