import type { Deps } from '../../model/deps.js';
import { createFirstOwnerCode } from '../../webauthn/enrolment/first-owner-link.js';
import { enrolmentUrl } from './enrolment-links.js';

/**
 * Creates a link with which the first owner registers a passkey within an hour; `undefined` if there is an owner. Every
 * start creates one, and all of them are valid until there is an owner.
 */
export async function createFirstOwnerLink(deps: Deps): Promise<string | undefined> {
  const code = await createFirstOwnerCode(deps);
  return code === undefined ? undefined : enrolmentUrl(deps, code);
}
