import type { Deps } from '../../model/deps.js';
import { createFirstOwnerCode } from '../../webauthn/enrolment/first-owner-link.js';
import { enrolmentUrl } from './enrolment-link-issue.js';

/**
 * Creates a link with which the first owner registers a passkey within an hour. Returns `undefined` if the server
 * already has an owner. Each start of the server creates a link. Earlier links stay valid until they expire or the
 * server has an owner.
 */
export async function createFirstOwnerLink(deps: Deps): Promise<string | undefined> {
  const code = await createFirstOwnerCode(deps);
  return code === undefined ? undefined : enrolmentUrl(deps, code);
}
