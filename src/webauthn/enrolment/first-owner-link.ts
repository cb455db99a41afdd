import { handleText, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { secondsAfter } from '../../model/time.js';
import { hasNoOwner } from '../passkeys/owners.js';

const LIFETIME_SECONDS = 3600;

/**
 * Creates an enrolment link for the first owner, valid for one hour. Returns its code for the URL `/enroll/{code}`, or
 * `undefined` if the server has an owner.
 */
export async function createFirstOwnerCode(deps: Deps): Promise<string | undefined> {
  if (!(await hasNoOwner(deps))) return undefined;
  const id = newUuid(deps.random);
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  await deps.store.enrolmentLinks.insert({
    id,
    secretHash: sha256(secret),
    userId: newUuid(deps.random),
    firstOwner: true,
    adminRole: 'OWNER',
    enrolmentEpoch: 0,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME_SECONDS),
  });
  return handleText({ id, secret });
}
