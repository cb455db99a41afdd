import { handleText, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { secondsAfter } from '../../model/time.js';
import { hasNoOwner } from '../passkeys/owners.js';

/** Seconds. */
const LIFETIME = 3600;

/** A new code for `/enroll/…`, with which the first owner registers a passkey; `undefined` once an owner has one. */
export async function makeFirstOwnerCode(deps: Deps): Promise<string | undefined> {
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
    expiresAt: secondsAfter(now, LIFETIME),
  });
  return handleText({ id, secret });
}
